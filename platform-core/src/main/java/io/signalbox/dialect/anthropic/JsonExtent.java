package io.signalbox.dialect.anthropic;

/** Finds where a JSON object that comes in pieces ends, without reading it. */
final class JsonExtent {

    private int depth;
    private boolean begun;
    private boolean quoted;
    private boolean escaped;

    void read(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            read(piece.charAt(i));
        }
    }

    private void read(char each) {
        if (quoted) {
            quoted = escaped || each != '"';
            escaped = !escaped && each == '\\';
            return;
        }
        switch (each) {
            case '"' -> quoted = true;
            case '{', '[' -> {
                begun = true;
                depth++;
            }
            case '}', ']' -> depth--;
            default -> {
                // Says nothing about the extent.
            }
        }
    }

    boolean isWhole() {
        return begun && depth <= 0 && !quoted;
    }
}
