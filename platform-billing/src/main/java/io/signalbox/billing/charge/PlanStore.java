package io.signalbox.billing.charge;

import static java.time.ZoneOffset.UTC;

import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tenants' plans: versions that follow each other and never change. */
public final class PlanStore {

    private static final String INSERT = """
            INSERT INTO billing_plan (tenant_id, version, kind, markup_bp, fee_bp, direct_fee_bp, monthly_fee_nanos, effective_at, created_by, created_at)
            SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 FROM billing_plan WHERE tenant_id = $1
            """;
    private static final String HISTORY =
            "SELECT * FROM billing_plan WHERE tenant_id = $1 ORDER BY effective_at, version LIMIT 1000";

    /** Adds a version; of two with the same time the later one counts. */
    public Future<Void> insert(TenantId tenant, SqlClient tx, Plan plan, Instant now) {
        PlanTerms terms = plan.terms();
        return tx.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addValue(tenant.value())
                        .addValue(terms.kind().wireName())
                        .addValue(terms.markup())
                        .addValue(terms.fee())
                        .addValue(terms.directFee())
                        .addValue(terms.monthlyFee().nanos())
                        .addValue(plan.effectiveAt().atOffset(UTC))
                        .addValue(plan.createdBy())
                        .addValue(now.atOffset(UTC)))
                .mapEmpty();
    }

    public Future<PlanHistory> history(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(HISTORY).execute(Tuple.of(tenant.value())).map(rows -> {
            List<Plan> plans = new ArrayList<>();
            rows.forEach(row -> plans.add(read(row)));
            return new PlanHistory(plans);
        });
    }

    private static Plan read(Row row) {
        return new Plan(
                row.getLong("version"),
                new PlanTerms(
                        PlanTerms.Kind.ofWireName(row.getString("kind")).orElseThrow(),
                        row.getInteger("markup_bp"),
                        row.getInteger("fee_bp"),
                        row.getInteger("direct_fee_bp"),
                        new Money(row.getLong("monthly_fee_nanos"))),
                row.getOffsetDateTime("effective_at").toInstant(),
                row.getString("created_by"));
    }
}
