package io.signalbox.json;

/**
 * Whether JSON's bytes are text that every reader understands alike. A byte that is no UTF-8, or half a surrogate pair, is read as another character by
 * one, as none by the next, and refused by a third: what was checked here would not be what a provider reads.
 */
public final class JsonUnicode {

    private static final int NONE = -1;
    private static final int UNIT_CHARS = 6;

    private JsonUnicode() {}

    /** Offset of the first byte that belongs to no character, −1 when there is none. Escapes are looked at, the rest of the syntax is not. */
    public static int firstFault(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            byte each = bytes[at];
            if (each >= 0 && each != '\\') {
                at++;
                continue;
            }
            int width = each < 0 ? sequence(bytes, at) : escape(bytes, at);
            if (width == NONE) {
                return at;
            }
            at += width;
        }
        return NONE;
    }

    /** How many bytes an escape takes, a pair of them for a surrogate pair. */
    private static int escape(byte[] bytes, int at) {
        int unit = unit(bytes, at);
        if (unit < 0) {
            // One of the short ones, or none that a parser will let pass.
            return 2;
        }
        if (!Character.isSurrogate((char) unit)) {
            return UNIT_CHARS;
        }
        int next = unit(bytes, at + UNIT_CHARS);
        boolean pair = Character.isHighSurrogate((char) unit) && next >= 0 && Character.isLowSurrogate((char) next);
        return pair ? 2 * UNIT_CHARS : NONE;
    }

    /** The unit that an escape at this place stands for, −1 when none is there. */
    private static int unit(byte[] bytes, int at) {
        if (at + UNIT_CHARS > bytes.length || bytes[at] != '\\' || bytes[at + 1] != 'u') {
            return NONE;
        }
        int unit = 0;
        for (int i = at + 2; i < at + UNIT_CHARS; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return NONE;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /** How many bytes the character takes whose first byte is here, by table 3-7 of <a href="https://www.unicode.org/versions/Unicode15.0.0/ch03.pdf">Unicode</a>. */
    private static int sequence(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        int width = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4 || at + width > bytes.length) {
            return NONE;
        }
        int second = bytes[at + 1] & 0xFF;
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return NONE;
        }
        for (int i = at + 2; i < at + width; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return NONE;
            }
        }
        return width;
    }
}
