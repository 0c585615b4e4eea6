package io.signalbox.provider;

/** One event of a stream as it was framed: its type ({@code message} when the framing has none) and its data, which is never changed. */
public record Frame(String type, byte[] data) {

    /** The type of a frame whose framing knows no types. */
    public static final String MESSAGE = "message";
}
