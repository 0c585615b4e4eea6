package io.signalbox.provider;

import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Piece;
import io.signalbox.json.Json;
import io.signalbox.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Spares a translated stream most of its parsing. Providers repeat themselves: from event to event only the text differs. A frame that equals the one read
 * just before it up to the text's first byte and from its closing quote on, and whose text is plain (no quote, no escape, no control character), is the same
 * JSON with another string, so it adds the same delta with another text. Whatever differs elsewhere is read by the reader behind, after which nothing is taken
 * for repeated until it has read another text: so whatever that reader remembers cannot have changed in between.
 */
final class RepeatedText implements PieceReader {

    private final PieceReader reader;
    private byte @Nullable [] like;
    private String type = "";
    private int choice;
    private int textStart;
    private int tailStart;

    RepeatedText(PieceReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean isEnd(Frame frame) {
        return reader.isEnd(frame);
    }

    @Override
    public Piece read(Frame frame) {
        if (repeats(frame)) {
            byte[] data = frame.data();
            int tail = data.length - tailLength();
            return Deltas.of(
                    new Delta.Text(choice, new String(data, textStart, tail - textStart, StandardCharsets.UTF_8)));
        }
        Piece piece = reader.read(frame);
        learn(frame, piece);
        return piece;
    }

    @Override
    public boolean isComplete() {
        return reader.isComplete();
    }

    private int tailLength() {
        return like == null ? 0 : like.length - tailStart;
    }

    private boolean repeats(Frame frame) {
        byte[] known = like;
        byte[] data = frame.data();
        if (known == null || !frame.type().equals(type)) {
            return false;
        }
        int tail = data.length - (known.length - tailStart);
        return tail > textStart
                && Arrays.equals(data, 0, textStart, known, 0, textStart)
                && Arrays.equals(data, tail, data.length, known, tailStart, known.length)
                && JsonText.isPlain(data, textStart, tail);
    }

    private void learn(Frame frame, Piece piece) {
        like = null;
        if (!(piece instanceof Deltas deltas)
                || deltas.deltas().size() != 1
                || deltas.usage().isPresent()
                || !(deltas.deltas().get(0) instanceof Delta.Text text)) {
            return;
        }
        byte[] quoted = Json.quoted(text.text());
        int at = isUnescaped(frame.data()) ? only(frame.data(), quoted) : -1;
        if (at >= 0 && quoted.length > 2) {
            like = frame.data();
            type = frame.type();
            choice = text.choice();
            textStart = at + 1;
            tailStart = at + quoted.length - 1;
        }
    }

    /** Without an escape in it, what the frame says is written in it as it is. */
    private static boolean isUnescaped(byte[] bytes) {
        for (byte each : bytes) {
            if (each == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Where {@code part} lies as a member's value, −1 when it does so nowhere or twice: then nobody knows which of them is the text. */
    private static int only(byte[] bytes, byte[] part) {
        int found = -1;
        for (int i = 1; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }
}
