package io.signalbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Piece;
import io.signalbox.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RepeatedTextTest {

    /** Reads {@code {"i":choice,"t":text,"id":…}} by parsing, and counts how often it had to. */
    private static final class Parsing implements PieceReader {

        private int parsed;

        @Override
        public boolean isEnd(Frame frame) {
            return new String(frame.data(), StandardCharsets.UTF_8).equals("END");
        }

        @Override
        public Piece read(Frame frame) {
            parsed++;
            try {
                var json = Json.read(frame.data());
                return json.has("t")
                        ? Deltas.of(new Delta.Text(
                                json.path("i").asInt(), json.path("t").asText()))
                        : Deltas.of();
            } catch (IOException malformed) {
                throw new UncheckedIOException(malformed);
            }
        }

        @Override
        public boolean isComplete() {
            return true;
        }
    }

    private static Frame frame(String json) {
        return new Frame(Frame.MESSAGE, json.getBytes(StandardCharsets.UTF_8));
    }

    private static Frame text(int choice, String text, String id) {
        String quoted = new String(Json.quoted(text), StandardCharsets.UTF_8);
        return frame("{\"i\":" + choice + ",\"t\":" + quoted + ",\"id\":\"" + id + "\"}");
    }

    @Test
    void parsesOnlyWhatDiffersInMoreThanItsText() {
        // Given
        Parsing parsing = new Parsing();
        RepeatedText reader = new RepeatedText(parsing);
        List<String> texts = List.of("The", " parcel", " is", "", " here", "\"", "now");

        // When
        List<Piece> pieces = new ArrayList<>();
        texts.forEach(each -> pieces.add(reader.read(text(0, each, "c"))));

        // Then: the first, the empty one, what follows it, the escaped one and what follows that.
        assertThat(parsing.parsed).isEqualTo(5);
        assertThat(pieces)
                .extracting(piece -> ((Delta.Text) ((Deltas) piece).deltas().get(0)).text())
                .isEqualTo(texts);
        assertThat(reader.isEnd(frame("END"))).isTrue();
    }

    @Test
    void takesNothingForRepeatedAfterAnotherKindOfFrame() {
        // Given
        Parsing parsing = new Parsing();
        RepeatedText reader = new RepeatedText(parsing);

        // When
        reader.read(text(0, "a", "c"));
        reader.read(frame("{\"i\":0}"));
        reader.read(text(0, "b", "c"));

        // Then
        assertThat(parsing.parsed).isEqualTo(3);
    }

    /** Texts that look like ids, ids that look like texts, escapes and multi-byte characters, in any order. */
    @Test
    void readsWhatParsingWouldRead() {
        // Given
        Random random = new Random(7);
        List<String> words =
                List.of("a", "c", "i", "t", "id", "0", "a/b", "\\", "\"", "\n", "日本", "🙂", "", " x", "\"t\":\"a\"");
        RepeatedText reader = new RepeatedText(new Parsing());
        for (int i = 0; i < 20_000; i++) {
            // When
            Frame frame =
                    text(random.nextInt(2), words.get(random.nextInt(words.size())), words.get(random.nextInt(3)));

            // Then
            assertThat(reader.read(frame)).isEqualTo(new Parsing().read(frame));
        }
    }
}
