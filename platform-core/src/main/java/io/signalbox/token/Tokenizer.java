package io.signalbox.token;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * Counts tokens with OpenAI's o200k vocabulary: exact for its newer models but for what chat templates add, an estimate for everyone else's. The vocabulary
 * is read with the first count, which takes about half a second. Blocks; never call it on an event loop.
 */
final class Tokenizer {

    /** Byte-pair merging is quadratic in the length of a run without a break, so that no run may be longer. */
    private static final int PIECE_CHARS_MAX = 512;

    private final Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    /** Counts piece by piece, cut before white space where there is some: then the cut changes hardly any token. */
    long countBlocking(String text) {
        long tokens = 0;
        int from = 0;
        while (from < text.length()) {
            int to = pieceEnd(text, from);
            tokens += encoding.countTokensOrdinary(text.substring(from, to));
            from = to;
        }
        return tokens;
    }

    private static int pieceEnd(String text, int from) {
        int most = from + PIECE_CHARS_MAX;
        if (most >= text.length()) {
            return text.length();
        }
        for (int end = most; end > from + PIECE_CHARS_MAX / 2; end--) {
            if (Character.isWhitespace(text.charAt(end)) && !Character.isWhitespace(text.charAt(end - 1))) {
                return end;
            }
        }
        return Character.isLowSurrogate(text.charAt(most)) ? most - 1 : most;
    }
}
