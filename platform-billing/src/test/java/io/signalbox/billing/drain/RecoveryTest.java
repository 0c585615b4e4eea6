package io.signalbox.billing.drain;

import static io.signalbox.billing.Attempts.attempt;
import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.cents;
import static io.signalbox.billing.Attempts.held;
import static io.signalbox.billing.Attempts.used;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.BillingNode;
import io.signalbox.billing.BillingRig;
import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetGate;
import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetWindow;
import io.signalbox.billing.budget.Intent;
import io.signalbox.billing.budget.NodeStore;
import io.signalbox.billing.budget.Reservation;
import io.signalbox.billing.budget.ReserveRequest;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.billing.journal.Journal;
import io.signalbox.billing.journal.JournalOptions;
import io.signalbox.billing.journal.JournalReader;
import io.signalbox.billing.journal.JournalRecord;
import io.signalbox.billing.journal.NodeIdFile;
import io.signalbox.billing.journal.PayloadReader;
import io.signalbox.billing.journal.RecordType;
import io.signalbox.billing.usage.Settlement;
import io.signalbox.id.IdSource;
import io.signalbox.key.Caller;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node dies at any point and starts again: what was acknowledged counts, what is unknown counts in full, nothing counts twice, nothing stays held. */
class RecoveryTest {

    private static final Caller ALICE = caller("alice");
    private static final int CALLS = 8;
    private static final List<String> TABLES = List.of("budget", "budget_period", "lease", "node");

    @TempDir
    Path folder;

    private Vertx vertx;
    private TestDatabase database;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
        vertx.close().await(20, SECONDS);
    }

    @Test
    void countsAnInterruptedAttemptInFullAndGivesBackWhatWasNeverSent() throws Exception {
        // Given: one attempt under way, and money granted for another whose intent is not on disk.
        BillingRig rig = rig(database, folder);
        Budget budget = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.MONTH, cents(10));
        BillingNode first = rig.open();
        held(await(first.gate().reserve(attempt(rig, ALICE, 10, 10))));
        rig.sql("UPDATE lease SET granted_sum_nanos = granted_sum_nanos * 2, remaining_nanos = remaining_nanos * 2");
        rig.sql("UPDATE budget_period SET held_nanos = held_nanos * 2");
        rig.assertReconciled();

        // When
        await(first.close(Duration.ofSeconds(5)));
        BillingNode second = rig.open();

        // Then
        rig.assertSettled(second);
        assertThat(rig.view(budget).spent()).isEqualTo(cents(1));
        assertThat(rig.number("SELECT count(*) FROM usage_event WHERE confidence = 'unknown'"))
                .isEqualTo(1);
        assertThat(rig.number("SELECT sum(amount_nanos)::int8 FROM ledger_entry WHERE account = 'unconfirmed'"))
                .isEqualTo(cents(1).nanos());
        await(second.close(Duration.ofSeconds(5)));
        BillingNode third = rig.open();
        rig.assertSettled(third);
        assertThat(rig.view(budget).spent()).isEqualTo(cents(1));
        await(third.close(Duration.ofSeconds(5)));
    }

    @Test
    void holdsTheInvariantsWhereverTheJournalEnds(@TempDir Path work) throws Exception {
        // Given: a journal of settled, void and interrupted attempts, of which PostgreSQL knows the leases only.
        BillingRig recorded = rig(database, folder);
        Budget budget = recorded.budget(ALICE, BudgetScope.KEY, BudgetWindow.TOTAL, cents(100));
        record(recorded, folder);
        Row tables = tables(recorded);
        List<Long> ends = ends(folder);

        for (int cut = 0; cut < ends.size(); cut++) {
            try (TestDatabase copy = TestDatabase.fresh(vertx)) {
                BillingRig rig = rig(copy, work.resolve("cut-" + cut));
                restore(rig, budget, tables);

                // When: half of what is on disk was drained before the crash, three times over.
                copyCut(folder, work.resolve("half-" + cut), ends.get(cut / 2));
                for (int time = 0; time < 3; time++) {
                    drain(rig, work.resolve("half-" + cut));
                }
                copyCut(folder, work.resolve("cut-" + cut), ends.get(cut) + cut % 2 * 7L);
                long expected = expectedNanos(folder, ends.get(cut), work.resolve("read-" + cut));
                BillingNode revived = rig.open();

                // Then
                rig.assertSettled(revived);
                assertThat(rig.view(budget).spent().nanos()).as("cut %s", cut).isEqualTo(expected);
                await(revived.close(Duration.ofSeconds(5)));
            }
        }
        assertThat(ends).hasSizeGreaterThan(CALLS);
    }

    private BillingRig rig(TestDatabase on, Path journal) {
        return new BillingRig(vertx, on.database(), on.options(), journal);
    }

    /** Runs a gate without a drain, as if PostgreSQL had heard nothing since. */
    private void record(BillingRig rig, Path into) throws Exception {
        Journal journal = Journal.openBlocking(rig.journalOptions(), fatal -> {});
        String id = NodeIdFile.readOrCreateBlocking(into, new IdSource(InstantSource.system(), new SecureRandom()));
        NodeEpoch epoch = await(rig.database().acrossTenants(tx -> new NodeStore().boot(tx, id, BillingRig.NOW)));
        BudgetGate gate = new BudgetGate(rig.gateParts(journal, epoch));
        for (int i = 0; i < CALLS; i++) {
            ReserveRequest request = attempt(rig, ALICE, 10, 10);
            Reservation reservation = held(await(gate.reserve(request)));
            if (i % 4 == 0) {
                await(gate.release(reservation, "connect refused"));
            } else if (i % 4 < 3) {
                await(gate.settle(reservation, used(request, 6 + i)));
            }
        }
        journal.closeBlocking();
    }

    /** Taken at one moment: a node's purses live on by themselves. */
    private static Row tables(BillingRig rig) {
        String columns = TABLES.stream()
                .map(table -> "(SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text FROM " + table + " t) AS " + table)
                .collect(Collectors.joining(", "));
        return rig.sql("SELECT " + columns).get(0);
    }

    private static void restore(BillingRig rig, Budget budget, Row tables) {
        rig.tenant(budget.tenant());
        for (String table : TABLES) {
            rig.sql("INSERT INTO " + table + " SELECT * FROM jsonb_populate_recordset(NULL::" + table + ", $rows$"
                    + tables.getString(table) + "$rows$)");
        }
        rig.assertReconciled();
    }

    private void drain(BillingRig rig, Path journalFolder) throws Exception {
        Journal journal = Journal.openBlocking(rig.withJournal(journalFolder).journalOptions(), fatal -> {});
        JournalDrain drain = new JournalDrain(vertx, journal, rig.posting());
        await(drain.catchUp());
        drain.stop();
        journal.closeBlocking();
        rig.assertReconciled();
        rig.withJournal(journalFolder.resolveSibling(
                journalFolder.getFileName().toString().replace("half", "cut")));
    }

    /** What the journal up to {@code end} says: settled attempts at their cost, interrupted ones in full. */
    private static long expectedNanos(Path whole, long end, Path copy) throws Exception {
        copyCut(whole, copy, end);
        Map<String, Long> costs = new HashMap<>();
        for (JournalRecord each : records(copy)) {
            if (each.type() == RecordType.INTENT) {
                Intent intent = Intent.read(each.payload());
                costs.put(intent.eventId(), intent.reserved().nanos());
            } else if (each.type() == RecordType.SETTLE) {
                Settlement settled = Settlement.read(each.payload());
                costs.put(
                        settled.event().eventId(),
                        settled.event().cost().orElseThrow().nanos());
            } else {
                costs.put(PayloadReader.firstText(each.payload()), 0L);
            }
        }
        return costs.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<JournalRecord> records(Path copy) throws Exception {
        Journal journal =
                Journal.openBlocking(JournalOptions.in(copy).withSegments(64 * 1024, 1024 * 1024), fatal -> {});
        try (JournalReader reader = journal.reader()) {
            return reader.nextBlocking(Integer.MAX_VALUE);
        } finally {
            journal.closeBlocking();
        }
    }

    /** Every place where the journal's only segment could have ended between two blocks. */
    private static List<Long> ends(Path journal) throws IOException {
        byte[] content = Files.readAllBytes(segment(journal));
        ByteBuffer bytes = ByteBuffer.wrap(content);
        List<Long> ends = new ArrayList<>();
        int at = 16;
        ends.add((long) at);
        while (at + 4 < content.length && bytes.getInt(at) != 0) {
            at += 20 + bytes.getInt(at);
            ends.add((long) at);
        }
        return ends;
    }

    private static void copyCut(Path journal, Path to, long end) throws IOException {
        Files.createDirectories(to);
        Files.copy(journal.resolve("node-id"), to.resolve("node-id"));
        Path copy = to.resolve(segment(journal).getFileName());
        Files.copy(segment(journal), copy);
        try (FileChannel file = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            file.truncate(end);
        }
    }

    private static Path segment(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
