package io.signalbox.billing.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDamageTest {

    private static final int SEGMENT = 4 * 1024;
    private static final int RECORDS = 300;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        Journal journal = open(options());
        for (int i = 0; i < RECORDS; i++) {
            JournalTest.await(journal.append(RecordType.SETTLE, JournalTest.text("record " + i)));
        }
        journal.closeBlocking();
    }

    @Test
    void keepsEveryWholeBlockWhenTheEndIsTornAtAnyByte(@TempDir Path elsewhere) throws Exception {
        // Given
        Path last = segments().get(segments().size() - 1);
        byte[] content = Files.readAllBytes(last);
        int used = content.length;
        while (content[used - 1] == 0) {
            used--;
        }
        int before = -1;

        for (int cut = 0; cut <= used; cut += 3) {
            // When: the rest of the preallocated file is still zero, as after a crash.
            byte[] torn = Arrays.copyOf(Arrays.copyOf(content, cut), content.length);
            Files.write(last, torn);
            List<String> read = readAndLeaveAsFound();

            // Then
            assertThat(read).isEqualTo(records(read.size()));
            assertThat(read.size()).isGreaterThanOrEqualTo(before);
            before = read.size();
        }
        assertThat(before).isGreaterThanOrEqualTo(RECORDS - 1);
    }

    @Test
    void refusesDamageBeforeRecordsThatWereOnDiskAndNamesTheFile() throws Exception {
        Path second = segments().get(1);
        flipByte(second, 100);

        assertThatThrownBy(() -> open(options()))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining(second.toString())
                .hasMessageContaining("--accept-loss");
    }

    @Test
    void refusesDamageInTheLastSegmentWhenRecordsFollowIt() throws Exception {
        Path last = segments().get(segments().size() - 1);
        flipByte(last, 40);

        assertThatThrownBy(() -> open(options()))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining(last.toString());
    }

    @Test
    void refusesAGapWhereASegmentIsMissing() throws Exception {
        Files.delete(segments().get(1));

        assertThatThrownBy(() -> open(options()))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining(segments().get(1).toString())
                .hasMessageContaining("missing");
    }

    @Test
    void goesOnWithWhatCanBeReadWhenLossIsAccepted() throws Exception {
        // Given
        Path second = segments().get(1);
        flipByte(second, 100);

        // When
        Journal journal = open(options().acceptingLoss());
        List<String> read = JournalTest.readAll(journal);
        journal.closeBlocking();

        // Then
        assertThat(journal.isLossy()).isTrue();
        assertThat(read).hasSize(RECORDS - 1);
        assertThat(records(RECORDS)).containsAll(read);
        assertThat(second.resolveSibling(second.getFileName() + ".damaged")).exists();
        Journal sound = open(options().acceptingLoss());
        assertThat(JournalTest.readAll(sound)).isEqualTo(read);
        sound.closeBlocking();
    }

    private List<String> readAndLeaveAsFound() throws Exception {
        List<Path> before = segments();
        Journal journal = open(options());
        List<String> read = JournalTest.readAll(journal);
        journal.closeBlocking();
        for (Path each : segments()) {
            if (!before.contains(each)) {
                Files.delete(each);
            }
        }
        return read;
    }

    private static List<String> records(int count) {
        return IntStream.range(0, count).mapToObj(i -> "SETTLE record " + i).toList();
    }

    private static void flipByte(Path file, int at) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[at] ^= 0x10;
        Files.write(file, content);
    }

    private JournalOptions options() {
        return JournalOptions.in(folder).withSegments(SEGMENT, 1024L * SEGMENT);
    }

    private static Journal open(JournalOptions options) throws IOException {
        return Journal.openBlocking(options, fatal -> {
            throw new AssertionError(fatal);
        });
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .sorted()
                    .toList();
        }
    }
}
