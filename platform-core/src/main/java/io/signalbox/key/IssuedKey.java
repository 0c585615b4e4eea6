package io.signalbox.key;

/** A key with its new secret, which is to be shown this once. */
public record IssuedKey(VirtualKey key, KeySecret secret) {}
