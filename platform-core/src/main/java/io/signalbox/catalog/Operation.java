package io.signalbox.catalog;

/** What kind of work a request asks for; a model does one of them. */
public enum Operation {
    CHAT,
    EMBEDDING,
    MODERATION
}
