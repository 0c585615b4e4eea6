package io.signalbox.billing.ledger;

import static java.time.ZoneOffset.UTC;

import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What moved a tenant's debts and credits over a time. */
public final class StatementStore {

    private static final int MOVEMENTS_MAX = 10_000;

    private static final String OPENING = """
            SELECT coalesce(sum(e.amount_nanos), 0)::int8 FROM ledger_entry e
              JOIN ledger_transaction t ON t.tenant_id = e.tenant_id AND t.id = e.transaction_id
            WHERE e.tenant_id = $1 AND e.account = ANY($2) AND t.occurred_at < $3
            """;
    private static final String MOVEMENTS = """
            SELECT t.occurred_at, t.kind, t.id, sum(e.amount_nanos)::int8 FROM ledger_entry e
              JOIN ledger_transaction t ON t.tenant_id = e.tenant_id AND t.id = e.transaction_id
            WHERE e.tenant_id = $1 AND e.account = ANY($2) AND t.occurred_at >= $3 AND t.occurred_at < $4
            GROUP BY 1, 2, 3 ORDER BY 1, 3 LIMIT $5
            """;

    private static final String[] ACCOUNTS = {
        AccountCode.RECEIVABLE.code(), AccountCode.CREDITS_PREPAID.code(), AccountCode.CREDITS_GRANT.code()
    };

    /** One transaction's effect: what the tenant owes more (positive) or has more (negative). */
    public record Movement(Instant at, String kind, String transaction, Money amount) {}

    /** Balances are what the tenant owes less its credits; {@code opening} and the movements make {@code closing}. */
    public record Statement(Money opening, List<Movement> movements, Money closing) {

        public Statement {
            movements = List.copyOf(movements);
        }

        /** Whether there are no more movements than these. */
        public boolean isWhole() {
            return movements.size() < MOVEMENTS_MAX;
        }
    }

    /** From {@code from} on, before {@code to}; of more than {@value #MOVEMENTS_MAX} movements the first. */
    public Future<Statement> find(TenantId tenant, SqlClient tx, Instant from, Instant to) {
        Tuple before = Tuple.of(tenant.value()).addValue(ACCOUNTS).addValue(from.atOffset(UTC));
        Tuple during = Tuple.of(tenant.value())
                .addValue(ACCOUNTS)
                .addValue(from.atOffset(UTC))
                .addValue(to.atOffset(UTC))
                .addValue(MOVEMENTS_MAX);
        return tx.preparedQuery(OPENING)
                .execute(before)
                .map(rows -> new Money(rows.iterator().next().getLong(0)))
                .compose(opening -> tx.preparedQuery(MOVEMENTS).execute(during).map(rows -> {
                    List<Movement> movements = new ArrayList<>();
                    rows.forEach(row -> movements.add(new Movement(
                            row.getOffsetDateTime(0).toInstant(),
                            row.getString(1),
                            row.getString(2),
                            new Money(row.getLong(3)))));
                    Money closing = movements.stream().map(Movement::amount).reduce(opening, Money::plus);
                    return new Statement(opening, movements, closing);
                }));
    }
}
