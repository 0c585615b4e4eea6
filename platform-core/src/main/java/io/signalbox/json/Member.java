package io.signalbox.json;

/**
 * Where one member of an object lies: {@code ordinal} counts from 0, {@code previousEnd} is where the member before it ends (or the object
 * begins), {@code keyStart} the opening quote of its name; its value is {@code [valueStart, valueEnd)}.
 */
public record Member(int ordinal, int previousEnd, int keyStart, int valueStart, int valueEnd) {}
