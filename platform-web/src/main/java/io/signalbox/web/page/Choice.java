package io.signalbox.web.page;

/** An option of a form's select. */
public record Choice(String value, String label, boolean selected) {}
