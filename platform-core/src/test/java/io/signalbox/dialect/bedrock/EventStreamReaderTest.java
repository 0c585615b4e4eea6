package io.signalbox.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.provider.Frame;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventStreamReaderTest {

    private static final byte[] STREAM = EventStreams.of("""
            messageStart {"role":"assistant"}
            contentBlockDelta {"delta":{"text":"grüße 🙂"}}
            throttlingException {"message":"slow down"}
            """).getBytes();
    private static final List<String> FRAMES = List.of(
            "messageStart|{\"role\":\"assistant\"}",
            "contentBlockDelta|{\"delta\":{\"text\":\"grüße 🙂\"}}",
            "throttlingException|{\"message\":\"slow down\"}");

    private static List<String> frames(byte[]... pieces) {
        List<String> frames = new ArrayList<>();
        EventStreamReader reader = new EventStreamReader(frame -> frames.add(text(frame)));
        for (byte[] piece : pieces) {
            reader.read(piece);
        }
        return frames;
    }

    private static String text(Frame frame) {
        return frame.type() + "|" + new String(frame.data(), StandardCharsets.UTF_8);
    }

    @Test
    void givesTheSameFramesWithEveryPairOfCuts() {
        for (int first = 0; first <= STREAM.length; first++) {
            for (int second = first; second <= STREAM.length; second++) {
                // When
                List<String> frames = frames(
                        Arrays.copyOf(STREAM, first),
                        Arrays.copyOfRange(STREAM, first, second),
                        Arrays.copyOfRange(STREAM, second, STREAM.length));

                // Then
                assertThat(frames).as("cuts at %d and %d", first, second).isEqualTo(FRAMES);
            }
        }
    }

    @Test
    void refusesEveryChangedByte() {
        for (int at = 0; at < STREAM.length; at++) {
            // Given
            byte[] changed = STREAM.clone();
            changed[at] ^= 0x20;

            // When
            List<String> frames = new ArrayList<>();
            EventStreamReader reader = new EventStreamReader(frame -> frames.add(text(frame)));
            try {
                reader.read(changed);
            } catch (Fault fault) {
                assertThat(fault.code()).isEqualTo(FaultCode.PROVIDER_MALFORMED);
            }

            // Then
            assertThat(frames).as("changed at %d", at).hasSizeLessThan(3);
            assertThat(FRAMES.subList(0, frames.size())).isEqualTo(frames);
        }
    }

    /** The first of AWS's own test vectors: no headers, no payload. */
    @Test
    void readsTheEmptyMessageOfThePublishedVectors() {
        assertThat(frames(HexFormat.of().parseHex("000000100000000005c248eb7d98c8ff")))
                .containsExactly("error|{\"code\":\"\",\"message\":\"\"}");
    }

    @Test
    void tellsAnErrorThatIsNoException() {
        // Given
        Buffer error = EventStreams.message(
                Map.of(":message-type", "error", ":error-code", "InternalError", ":error-message", "oops"), "");

        // Then
        assertThat(frames(error.getBytes())).containsExactly("error|{\"code\":\"InternalError\",\"message\":\"oops\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, EventStreamReader.MESSAGE_BYTES_MAX + 1, -1, Integer.MAX_VALUE})
    void refusesALengthBeyondItsBounds(int length) {
        byte[] bytes = ByteBuffer.allocate(4).putInt(length).array();

        assertThatThrownBy(() -> frames(bytes))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.PROVIDER_MALFORMED));
    }

    @Test
    void takesTheLargestMessage() {
        // Given
        int rest = EventStreams.of("x {}").length() - 2;
        Buffer large = EventStreams.of("x " + "a".repeat(EventStreamReader.MESSAGE_BYTES_MAX - rest));

        // Then
        assertThat(large.length()).isEqualTo(EventStreamReader.MESSAGE_BYTES_MAX);
        assertThat(frames(large.getBytes())).hasSize(1);
    }

    /** Checksums fit, but the headers claim more than there is, or are of no known kind. */
    @ParameterizedTest
    @ValueSource(strings = {"ff", "0161", "016109", "01610700ff61", "000700", "016107ffff"})
    void refusesHeadersThatAreNone(String headers) {
        byte[] bytes = framed(HexFormat.of().parseHex(headers), HexFormat.of().parseHex(headers).length);

        assertThatThrownBy(() -> frames(bytes)).isInstanceOf(Fault.class);
    }

    @Test
    void refusesHeadersLongerThanTheMessage() {
        assertThatThrownBy(() -> frames(framed(new byte[] {1}, 99))).isInstanceOf(Fault.class);
    }

    private static byte[] framed(byte[] headers, int headersLength) {
        ByteBuffer message = ByteBuffer.allocate(16 + headers.length)
                .putInt(16 + headers.length)
                .putInt(headersLength);
        message.putInt(crc(message.array(), 8)).put(headers);
        return message.putInt(crc(message.array(), 12 + headers.length)).array();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
