package io.signalbox.billing.reconcile.report;

import io.signalbox.db.Database;
import io.signalbox.tenant.CrossTenant;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Keeps what providers report of our account, and compares it with what we metered. The operator's, no tenant's. */
public final class ProviderReports {

    private static final int DAYS_MAX = 366;

    private final ReportStore store = new ReportStore();
    private final Database database;

    public ProviderReports(Database database) {
        this.database = database;
    }

    /** Puts the report's days in the place of what was known of them, all or none; the same report again changes nothing. */
    @CrossTenant("the account with a provider is the operator's")
    public Future<Void> keep(String provider, ProviderReport report) {
        requireName(provider);
        return database.acrossTenants(
                tx -> store.forget(tx, provider, report.covered()).compose(gone -> store.insert(tx, provider, report)));
    }

    /**
     * By day and model, {@code to} included, each day followed by all its models together. Ours leaves out what tenants pay the provider themselves. Names
     * lose the date they end with, on both sides: providers bill a snapshot that was asked for by its short name.
     */
    @CrossTenant("the account with a provider is the operator's")
    public Future<List<Drift>> drift(String provider, LocalDate from, LocalDate to) {
        requireName(provider);
        if (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) >= DAYS_MAX) {
            throw new IllegalArgumentException("the days must be 1 to " + DAYS_MAX + ", the first one first");
        }
        return database.acrossTenants(tx -> store.drift(tx, provider, from, to)).map(Drift::withTotals);
    }

    private static void requireName(String provider) {
        if (!provider.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")) {
            throw new IllegalArgumentException("a provider is named by letters, digits, '.', '_' and '-'");
        }
    }
}
