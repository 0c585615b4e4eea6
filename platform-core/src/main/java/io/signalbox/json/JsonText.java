package io.signalbox.json;

/** What strings weigh, and which need no decoding. */
public final class JsonText {

    private JsonText() {}

    /** Whether the bytes, inside a JSON string, are its ASCII text as it is: no quote, no escape, no control character, no multi-byte character. */
    public static boolean isPlain(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte each = bytes[i];
            // Bytes of multi-byte characters are negative.
            if (each < ' ' || each == '"' || each == '\\') {
                return false;
            }
        }
        return true;
    }

    /** How many bytes {@code text} takes in UTF-8; a lone surrogate counts as the {@code ?} it is written as. */
    public static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each < 0x80) {
                bytes++;
            } else if (each < 0x800) {
                bytes += 2;
            } else if (Character.isHighSurrogate(each)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                bytes += Character.isSurrogate(each) ? 1 : 3;
            }
        }
        return bytes;
    }
}
