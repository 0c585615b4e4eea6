package io.signalbox.billing.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final int SEGMENT = 4 * 1024;
    private static Vertx vertx;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void readsBackWhatWasAppendedInOrderOverManySegments() throws Exception {
        // Given
        Journal journal = open(options());
        for (int i = 0; i < 500; i++) {
            await(journal.append(RecordType.values()[i % 4], text("record " + i)));
        }
        journal.closeBlocking();

        // When
        Journal again = open(options());
        List<String> read = readAll(again);
        again.closeBlocking();

        // Then
        assertThat(read)
                .isEqualTo(IntStream.range(0, 500)
                        .mapToObj(i -> RecordType.values()[i % 4] + " record " + i)
                        .toList());
        assertThat(segmentFiles()).hasSizeGreaterThan(3);
    }

    @Test
    void tellsEachWaiterOnItsOwnContext() throws Exception {
        // Given
        Journal journal = open(options());
        List<Context> contexts =
                Stream.generate(vertx::getOrCreateContext).limit(1).toList();
        Context asked = contexts.get(0);
        CompletableFuture<Context> answered = new CompletableFuture<>();

        // When
        asked.runOnContext(go -> journal.append(RecordType.INTENT, text("x"))
                .onComplete(done -> answered.complete(Vertx.currentContext())));

        // Then
        assertThat(answered.get(5, SECONDS)).isSameAs(asked);
        journal.closeBlocking();
    }

    @Test
    void makesEvenUnhurriedRecordsDurableSoon() throws Exception {
        // Given
        Journal journal = open(options());

        // When
        await(journal.append(RecordType.VOID, text("v")));
        await(journal.append(RecordType.REQUEST, text("r")));

        // Then
        assertThat(readAll(journal)).containsExactly("VOID v", "REQUEST r");
        journal.closeBlocking();
    }

    /** What an fsync costs is shared by whatever comes within a millisecond of the one before. */
    @Test
    void startsNoTwoFsyncsWithinAMillisecond() throws Exception {
        // Given
        Journal journal = open(options());
        AtomicInteger fsyncs = new AtomicInteger();
        journal.onDurable(fsyncs::incrementAndGet);
        long began = System.nanoTime();

        // When
        for (int i = 0; i < 20; i++) {
            await(journal.append(RecordType.INTENT, text("a " + i)));
        }

        // Then
        long millis = NANOSECONDS.toMillis(System.nanoTime() - began);
        assertThat(fsyncs.get()).isLessThanOrEqualTo((int) millis + 2);
        journal.closeBlocking();
    }

    @Test
    void deletesOnlySegmentsBeforeTheOneNamedAndNeverTheOneInUse() throws Exception {
        // Given
        Journal journal = open(options());
        for (int i = 0; i < 300; i++) {
            await(journal.append(RecordType.SETTLE, text("record " + i)));
        }
        int before = segmentFiles().size();

        // When
        journal.deleteBefore(3);
        int kept = segmentFiles().size();
        journal.deleteBefore(Long.MAX_VALUE);

        // Then
        assertThat(kept).isEqualTo(before - 2);
        assertThat(segmentFiles()).hasSize(1);
        assertThat(journal.usedBytes()).isEqualTo(SEGMENT);
        await(journal.append(RecordType.SETTLE, text("goes on")));
        journal.closeBlocking();
    }

    @Test
    void refusesASecondOwner() throws Exception {
        Journal journal = open(options());

        assertThatThrownBy(() -> open(options()))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("in use");

        journal.closeBlocking();
        open(options()).closeBlocking();
    }

    @Test
    void keepsItsFilesToItsOwner() throws Exception {
        Journal journal = open(options());
        await(journal.append(RecordType.SETTLE, text("x")));

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        journal.closeBlocking();
    }

    @Test
    void stopsIntentsNearTheQuotaWhileSettlementsUseTheReserve() throws Exception {
        // Given
        Journal journal = open(JournalOptions.in(folder).withSegments(SEGMENT, 4 * SEGMENT));
        while (journal.isAdmitting()) {
            await(journal.append(RecordType.INTENT, new byte[1000]));
        }

        // When
        Future<Void> intent = journal.append(RecordType.INTENT, text("i"));
        for (int i = 0; i < 20; i++) {
            await(journal.append(RecordType.SETTLE, new byte[1000]));
        }
        Future<Void> request = journal.append(RecordType.REQUEST, text("r"));

        // Then
        assertThat(codeOf(intent)).isEqualTo(FaultCode.OVERLOADED);
        assertThat(codeOf(request)).isEqualTo(FaultCode.OVERLOADED);
        journal.deleteBefore(Long.MAX_VALUE);
        await(journal.append(RecordType.INTENT, text("i")));
        journal.closeBlocking();
    }

    @Test
    void refusesMoreThanItsQueueHolds() throws Exception {
        // Given
        Journal journal = open(options().withQueue(4, 10_000));

        // When
        List<Future<Void>> intents = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            intents.add(journal.append(RecordType.INTENT, text("i" + i)));
        }

        // Then
        Future.join(intents).otherwiseEmpty().await(5, SECONDS);
        long refused = intents.stream().filter(Future::failed).count();
        assertThat(refused).isBetween(1L, 4_999L);
        assertThat(intents)
                .filteredOn(Future::failed)
                .allSatisfy(each -> assertThat(codeOf(each)).isEqualTo(FaultCode.OVERLOADED));
        assertThat(readAll(journal)).hasSize((int) (5_000 - refused));
        journal.closeBlocking();
    }

    @Test
    void failsEverythingAndSaysSoOnceWhenTheDiskFails() throws Exception {
        // Given
        CompletableFuture<Throwable> fatal = new CompletableFuture<>();
        Journal journal = Journal.openBlocking(options(), fatal::complete);
        await(journal.append(RecordType.SETTLE, text("kept")));

        // When: an interrupt closes the file under the writer, as a failing disk would.
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> "journal-writer".equals(thread.getName()))
                .forEach(Thread::interrupt);
        Future<Void> lost = journal.append(RecordType.SETTLE, text("lost"));

        // Then
        assertThat(codeOf(lost)).isEqualTo(FaultCode.UNAVAILABLE);
        assertThat(fatal.get(5, SECONDS)).isInstanceOf(IOException.class);
        assertThat(codeOf(journal.append(RecordType.INTENT, text("later")))).isEqualTo(FaultCode.UNAVAILABLE);
        journal.closeBlocking();
        Journal again = open(options());
        assertThat(readAll(again)).containsExactly("SETTLE kept");
        again.closeBlocking();
    }

    private JournalOptions options() {
        return JournalOptions.in(folder).withSegments(SEGMENT, 1024L * SEGMENT);
    }

    private static Journal open(JournalOptions options) throws IOException {
        return Journal.openBlocking(options, fatal -> {
            throw new AssertionError(fatal);
        });
    }

    private List<Path> segmentFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .sorted()
                    .toList();
        }
    }

    static List<String> readAll(Journal journal) throws IOException {
        try (JournalReader reader = journal.reader()) {
            return reader.nextBlocking(Integer.MAX_VALUE).stream()
                    .map(record -> record.type() + " " + new String(record.payload(), UTF_8))
                    .toList();
        }
    }

    static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    static void await(Future<Void> future) throws Exception {
        future.await(5, SECONDS);
    }

    private static FaultCode codeOf(Future<Void> future) throws Exception {
        future.otherwiseEmpty().await(5, SECONDS);
        return ((Fault) future.cause()).code();
    }
}
