package io.signalbox.billing.ledger;

import io.signalbox.billing.job.Job;
import io.signalbox.db.Database;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hash chain of every tenant's book. Posting stays off it: a job links committed transactions a moment later, in one order whatever node they came from,
 * so a seal is some seconds younger than what it seals. A change of a sealed transaction, of its entries or of a seal breaks the chain there. That the
 * newest seals were cut off together with their transactions shows only to who keeps an earlier {@link Head} elsewhere.
 */
public final class LedgerSeals {

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int PAGES_A_TURN = 20;

    private final Database database;
    private final SealStore store = new SealStore();

    public LedgerSeals(Database database) {
        this.database = database;
    }

    /** The end of a chain: how many transactions it seals, and the last one's hash in hex. */
    public record Head(long seq, String hash) {

        static final Head NONE = new Head(0, LedgerLink.NOTHING_BEFORE);
    }

    /** The first link that does not hold: number {@code seq} of the book. */
    public record Break(long seq, String transaction, String why) {}

    /** What a walk along a chain found; without a break it holds up to {@code head}. */
    public record Verdict(Head head, Optional<Break> broken) {}

    public Job job() {
        return Job.onOneNode("ledger-seal", EVERY, () -> seal().mapEmpty());
    }

    /** Seals what waits and answers how much; one caller at a time, which {@link #job()}'s lock sees to. */
    public Future<Long> seal() {
        return seal(PAGES_A_TURN);
    }

    private Future<Long> seal(int pagesLeft) {
        return database.acrossTenants(store::sealPending)
                .compose(count -> count == 0 || pagesLeft == 1
                        ? Future.succeededFuture(count)
                        : seal(pagesLeft - 1).map(more -> count + more));
    }

    /** Walks every tenant's chain. */
    public Future<Map<TenantId, Verdict>> verifyAll() {
        return database.acrossTenants(store::tenants).compose(tenants -> verifyEach(tenants, 0, new LinkedHashMap<>()));
    }

    private Future<Map<TenantId, Verdict>> verifyEach(
            List<TenantId> tenants, int next, Map<TenantId, Verdict> verdicts) {
        return next == tenants.size()
                ? Future.succeededFuture(verdicts)
                : verify(tenants.get(next)).compose(verdict -> {
                    verdicts.put(tenants.get(next), verdict);
                    return verifyEach(tenants, next + 1, verdicts);
                });
    }

    /** Walks a tenant's chain from its beginning. */
    public Future<Verdict> verify(TenantId tenant) {
        return walk(tenant, Head.NONE)
                .compose(walk -> walk.broken().isPresent()
                        ? Future.succeededFuture(new Verdict(walk.head(), walk.broken()))
                        : database.inTransaction(tenant, tx -> store.stray(tenant, tx))
                                .map(stray -> new Verdict(
                                        walk.head(),
                                        stray.map(id -> new Break(
                                                walk.head().seq() + 1,
                                                id,
                                                "it is not sealed and does not wait for it")))));
    }

    private Future<SealStore.Walk> walk(TenantId tenant, Head from) {
        return database.inTransaction(tenant, tx -> store.walk(tenant, tx, from))
                .compose(walk -> walk.ended() ? Future.succeededFuture(walk) : walk(tenant, walk.head()));
    }
}
