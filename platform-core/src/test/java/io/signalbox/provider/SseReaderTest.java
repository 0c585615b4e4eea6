package io.signalbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SseReaderTest {

    private static final String LONG =
            "\uFEFF: welcome 🙂\r\ndata: {\"a\":\"grüße\"}\r\n\r\nevent: ping\r\ndata:\r\n\r\nid: 7\r\nretry: 5\r\nevent: error\r\n"
                    + "data: 日本語\r\ndata\r\ndata:zwei\r\n\r\n\r\n: done\r\ndata: [DONE]\r\n\r\ndata: never ended\r\n";

    private static final List<String> LONG_EVENTS =
            List.of("message|{\"a\":\"grüße\"}", "error|日本語\n\nzwei", "message|[DONE]");

    private static List<String> events(byte[]... pieces) {
        List<String> events = new ArrayList<>();
        SseReader reader = new SseReader(
                event -> events.add(event.type() + "|" + new String(event.data(), StandardCharsets.UTF_8)));
        for (byte[] piece : pieces) {
            reader.read(piece);
        }
        return events;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r"})
    void givesTheSameEventsWhereverTheBytesAreCut(String lineEnd) {
        // Given
        byte[] transcript = bytes(LONG.replace("\r\n", lineEnd));

        for (int cut = 0; cut <= transcript.length; cut++) {
            // When
            List<String> events =
                    events(Arrays.copyOf(transcript, cut), Arrays.copyOfRange(transcript, cut, transcript.length));

            // Then
            assertThat(events).as("cut at %d", cut).isEqualTo(LONG_EVENTS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r"})
    void givesTheSameEventsWithEveryPairOfCuts(String lineEnd) {
        // Given
        byte[] transcript =
                bytes("event: x\r\ndata: é🙂\r\ndata:b\r\n\r\n:c\r\ndata: [DONE]\r\n\r\n".replace("\r\n", lineEnd));

        for (int first = 0; first <= transcript.length; first++) {
            for (int second = first; second <= transcript.length; second++) {
                // When
                List<String> events = events(
                        Arrays.copyOf(transcript, first),
                        Arrays.copyOfRange(transcript, first, second),
                        Arrays.copyOfRange(transcript, second, transcript.length));

                // Then
                assertThat(events).as("cuts at %d and %d", first, second).containsExactly("x|é🙂\nb", "message|[DONE]");
            }
        }
    }

    @Test
    void readsByteByByte() {
        // Given
        byte[] transcript = bytes(LONG);
        byte[][] pieces = new byte[transcript.length][];
        for (int i = 0; i < transcript.length; i++) {
            pieces[i] = new byte[] {transcript[i]};
        }

        // Then
        assertThat(events(pieces)).isEqualTo(LONG_EVENTS);
    }

    @Test
    void takesOffOnlyOneSpace() {
        assertThat(events(bytes("data:  x\n\ndata:y \n\ndatax: z\n\ndata\n\n")))
                .containsExactly("message| x", "message|y ");
    }

    @Test
    void refusesALineBeyondTheBound() {
        // Given
        SseReader reader = new SseReader(event -> {});
        byte[] piece = new byte[64 << 10];
        Arrays.fill(piece, (byte) 'a');

        // Then
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= SseReader.EVENT_BYTES_MAX / piece.length; i++) {
                        reader.read(piece);
                    }
                })
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.PROVIDER_MALFORMED));
    }

    @Test
    void refusesAnEventOfTooManyLines() {
        // Given
        byte[] piece = bytes("data:x\n".repeat(600_000));

        // Then
        assertThatThrownBy(() -> events(piece)).isInstanceOf(Fault.class);
    }

    @Test
    void takesAnEventOfManyLines() {
        // When
        List<String> events = events(bytes("data:x\n".repeat(500_000) + "\n"));

        // Then
        assertThat(events.get(0)).hasSize("message|".length() + 999_999);
    }
}
