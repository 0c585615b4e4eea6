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

/** What a disk can do to a journal byte by byte: every place where its end can be torn, and a flipped bit in every byte of its middle. */
class JournalDiskFaultTest {

    private static final int SEGMENT = 4 * 1024;
    private static final int RECORDS = 12;
    private static final String FILLING = "x".repeat(90);

    @TempDir
    Path folder;

    private Path segment;
    private byte[] content;
    private int[] ends;

    /** One segment of a dozen blocks of one record each; {@code ends} tells where each block ends. */
    @BeforeEach
    void write() throws Exception {
        Journal journal = open();
        segment = segments().get(0);
        ends = new int[RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            JournalTest.await(journal.append(RecordType.SETTLE, JournalTest.text(record(i))));
            ends[i] = used(Files.readAllBytes(segment));
        }
        journal.closeBlocking();
        content = Files.readAllBytes(segment);
    }

    @Test
    void losesTheTornRecordAndNoOtherAtEveryByteOfIt() throws Exception {
        int first = ends[RECORDS - 2];
        for (int cut = first; cut < ends[RECORDS - 1]; cut++) {
            // When: what had not reached the disk is still zero.
            restore(Arrays.copyOf(Arrays.copyOf(content, cut), content.length));

            // Then
            assertThat(readAll())
                    .as("torn at byte %d of the last record", cut - first)
                    .isEqualTo(records(RECORDS - 1));
        }
        report("torn at every byte of the last record", ends[RECORDS - 1] - first);
    }

    @Test
    void losesTheTornRecordAndNoOtherWhenTheFileItselfEndsAtAnyByteOfIt() throws Exception {
        int first = ends[RECORDS - 2];
        for (int cut = first; cut < ends[RECORDS - 1]; cut++) {
            // When
            restore(Arrays.copyOf(content, cut));

            // Then
            assertThat(readAll())
                    .as("ends at byte %d of the last record", cut - first)
                    .isEqualTo(records(RECORDS - 1));
        }
        report("file ends at every byte of the last record", ends[RECORDS - 1] - first);
    }

    @Test
    void refusesToStartWithABitFlippedInAnyByteOfItsMiddle() throws Exception {
        int from = ends[RECORDS / 2 - 1];
        int to = ends[RECORDS / 2];
        for (int at = from; at < to; at++) {
            // When
            byte[] flipped = content.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            restore(flipped);

            // Then
            assertThatThrownBy(this::open)
                    .as("bit %d of byte %d flipped", at % 8, at - from)
                    .isInstanceOf(JournalDamagedException.class)
                    .hasMessageContaining(segment.toString());
        }
        report("bit flipped in every byte of a record in the middle", to - from);
    }

    private static void report(String what, int cases) {
        assertThat(cases).as(what).isGreaterThan(90);
    }

    private void restore(byte[] bytes) throws IOException {
        for (Path each : segments()) {
            Files.delete(each);
        }
        Files.write(segment, bytes);
    }

    private List<String> readAll() throws Exception {
        Journal journal = open();
        List<String> read = JournalTest.readAll(journal);
        journal.closeBlocking();
        return read;
    }

    private static String record(int i) {
        return "record " + i + " " + FILLING;
    }

    private static List<String> records(int count) {
        return IntStream.range(0, count).mapToObj(i -> "SETTLE " + record(i)).toList();
    }

    private static int used(byte[] bytes) {
        int used = bytes.length;
        while (bytes[used - 1] == 0) {
            used--;
        }
        return used;
    }

    private Journal open() throws IOException {
        return Journal.openBlocking(JournalOptions.in(folder).withSegments(SEGMENT, 1024L * SEGMENT), fatal -> {
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
