package io.signalbox.token;

/** A text, or the first part of a longer one: {@code bytes} is how long {@code text} is in the measure in which the whole has {@code wholeBytes}. */
public record TextSample(String text, long bytes, long wholeBytes) {

    public TextSample {
        if (bytes < 0 || wholeBytes < 0) {
            throw new IllegalArgumentException("a text is not shorter than nothing");
        }
    }

    /** What {@code tokens} of the sample make of the whole; at least 1 where there is any text. */
    long scaled(long tokens) {
        if (wholeBytes <= bytes || bytes == 0) {
            return wholeBytes > 0 ? Math.max(1, tokens) : tokens;
        }
        return Math.max(1, Math.multiplyExact(tokens, wholeBytes) / bytes);
    }
}
