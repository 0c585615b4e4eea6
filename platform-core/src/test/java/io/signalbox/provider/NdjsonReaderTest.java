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

final class NdjsonReaderTest {

    private final List<String> lines = new ArrayList<>();
    private final NdjsonReader reader =
            new NdjsonReader(frame -> lines.add(new String(frame.data(), StandardCharsets.UTF_8)));

    @Test
    void readsLinesHoweverTheyEnd() {
        // When
        read("{\"a\":1}\n{\"b\":2}\r\n\n\r\n{\"c\":3}\n");

        // Then
        assertThat(lines).containsExactly("{\"a\":1}", "{\"b\":2}", "{\"c\":3}");
    }

    @Test
    void readsTheSameWhereverTheBytesAreCut() {
        byte[] bytes = "{\"a\":\"ü👋\"}\r\n\n{\"b\":2}\n".getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            // Given
            List<String> read = new ArrayList<>();
            NdjsonReader parts = new NdjsonReader(frame -> read.add(new String(frame.data(), StandardCharsets.UTF_8)));

            // When
            parts.read(Arrays.copyOf(bytes, cut));
            parts.read(Arrays.copyOfRange(bytes, cut, bytes.length));

            // Then
            assertThat(read).as("cut at " + cut).containsExactly("{\"a\":\"ü👋\"}", "{\"b\":2}");
        }
    }

    @Test
    void givesNoLineOutThatLacksItsEnd() {
        // When
        read("{\"a\":1}\n{\"b\":2}");

        // Then
        assertThat(lines).containsExactly("{\"a\":1}");
    }

    @Test
    void takesALineOfOneMegabyteAndNoneThatIsLonger() {
        // Given
        String longest = "x".repeat(NdjsonReader.LINE_BYTES_MAX);

        // When
        read(longest + "\n" + longest + "\n");

        // Then
        assertThat(lines).containsExactly(longest, longest);
        assertThatThrownBy(() -> read(longest + "x\n")).satisfies(NdjsonReaderTest::blamesTheProvider);
    }

    @Test
    void refusesALineThatNeverEnds() {
        // Given
        byte[] piece = new byte[1 << 16];
        Arrays.fill(piece, (byte) 'x');

        // When, Then
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= NdjsonReader.LINE_BYTES_MAX / piece.length; i++) {
                        reader.read(piece);
                    }
                })
                .satisfies(NdjsonReaderTest::blamesTheProvider);
    }

    private static void blamesTheProvider(Throwable thrown) {
        assertThat(((Fault) thrown).code()).isEqualTo(FaultCode.PROVIDER_MALFORMED);
    }

    private void read(String text) {
        reader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
