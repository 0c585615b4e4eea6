package io.signalbox.billing.ledger;

import io.signalbox.db.Database;
import io.vertx.core.Future;
import java.util.List;

/** Whether the accounts agree with each other at this moment. At all times, not only when nothing is running: they move together or not at all. */
public final class Reconciliation {

    private final Database database;
    private final ReconciliationStore store = new ReconciliationStore();

    public Reconciliation(Database database) {
        this.database = database;
    }

    /** Two figures that should be one: {@code subject} is the budget, transaction, account or tenant they are about; amounts in nanos. */
    public record Difference(String check, String subject, long expected, long actual) {}

    /** Everything that does not agree, at most 1000; none when all is well. */
    public Future<List<Difference>> check() {
        return database.acrossTenants(store::differences);
    }
}
