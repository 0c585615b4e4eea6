package io.signalbox.web.page;

/** A key figure: what it is, the number, a word on it, and what of it is the sandbox's (or empty). */
public record Figure(String label, String value, String note, String sandbox) {}
