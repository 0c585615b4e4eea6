package io.signalbox.billing.ledger;

import io.signalbox.billing.ledger.Reconciliation.Difference;
import io.signalbox.tenant.CrossTenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;

/** The sums that must agree, each computed from its parts, in one snapshot. */
final class ReconciliationStore {

    private static final String DIFFERENCES = """
            WITH paid AS (
              SELECT l.lease_id, e.cost_nanos, greatest(e.cost_nanos - e.reserved_nanos, 0) AS beyond
              FROM usage_event e CROSS JOIN LATERAL jsonb_array_elements_text(e.lease_ids) named (id) JOIN lease l ON l.lease_id = named.id
            ), of_events AS (
              SELECT lease_id, sum(cost_nanos) AS spent, sum(beyond) AS overrun FROM paid GROUP BY lease_id
            ), of_leases AS (
              SELECT l.budget_id, l.period, sum(l.remaining_nanos) AS held,
                sum(l.written_off_nanos) + coalesce(sum(e.spent), 0) AS spent, coalesce(sum(e.overrun), 0) AS overrun,
                bool_or(l.state = 'written_off') AS written_off
              FROM lease l LEFT JOIN of_events e USING (lease_id)
              GROUP BY l.budget_id, l.period
            ), periods AS (
              SELECT budget_id || ' ' || period AS subject, coalesce(p.spent_nanos + p.aged_nanos - p.counted_nanos, 0) AS spent, coalesce(p.held_nanos, 0) AS held,
                coalesce(p.overrun_nanos, 0) AS overrun, coalesce(l.spent, 0) AS leased_spent, coalesce(l.held, 0) AS leased_held,
                coalesce(l.overrun, 0) AS leased_overrun, coalesce(l.written_off, false) AS written_off
              FROM budget_period p FULL JOIN of_leases l USING (budget_id, period)
            ), compared (name, subject, expected, actual) AS (
              SELECT 'spent is the sum of its events and of what was written off', subject, leased_spent, spent FROM periods
              UNION ALL
              SELECT 'held is what the leases have left', subject, leased_held, held FROM periods
              UNION ALL
              SELECT 'overrun is what events cost beyond their reservations', subject, leased_overrun, overrun FROM periods
              WHERE NOT written_off
              UNION ALL
              SELECT 'an event is paid from leases that exist', e.event_id || ' ' || named.id, 1, 0
              FROM usage_event e CROSS JOIN LATERAL jsonb_array_elements_text(e.lease_ids) named (id)
              WHERE NOT EXISTS (SELECT FROM lease l WHERE l.lease_id = named.id)
              UNION ALL
              SELECT 'an ended attempt holds nothing', l.lease_id, 0, l.remaining_nanos
              FROM lease l JOIN usage_event e ON e.event_id = l.of_event WHERE l.state = 'open'
              UNION ALL
              SELECT 'a ledger transaction sums to zero', transaction_id, 0, sum(amount_nanos) FROM ledger_entry GROUP BY transaction_id
              UNION ALL
              SELECT 'a ledger transaction has entries', t.id, 1, 0
              FROM ledger_transaction t WHERE NOT EXISTS (SELECT FROM ledger_entry e WHERE e.transaction_id = t.id)
              UNION ALL
              SELECT 'an event is posted at its cost', e.event_id, coalesce(e.cost_nanos, 0), coalesce(sum(x.amount_nanos), 0)
              FROM usage_event e LEFT JOIN ledger_transaction t ON t.event_id = e.event_id
                LEFT JOIN ledger_entry x ON x.transaction_id = t.id AND x.amount_nanos > 0
              GROUP BY e.event_id
              UNION ALL
              SELECT 'what is payable is the sum of the events', coalesce(e.subject, x.subject), coalesce(e.cost, 0), coalesce(x.payable, 0)
              FROM (SELECT tenant_id || ' ' || provider AS subject, sum(cost_nanos) AS cost FROM usage_event GROUP BY 1) e
              FULL JOIN (SELECT x.tenant_id || ' ' || split_part(x.account, ':', 2) AS subject, -sum(x.amount_nanos) AS payable
                         FROM ledger_entry x JOIN ledger_transaction t ON t.id = x.transaction_id AND t.kind = 'usage'
                         WHERE x.amount_nanos < 0 GROUP BY 1) x USING (subject)
              UNION ALL
              SELECT 'hours add up to their events', coalesce(e.subject, h.subject), coalesce(e.cost, 0), coalesce(h.cost, 0)
              FROM (SELECT tenant_id || ' ' || model AS subject, coalesce(sum(cost_nanos), 0) + count(*) AS cost FROM usage_event GROUP BY 1) e
              FULL JOIN (SELECT tenant_id || ' ' || model AS subject, sum(cost_nanos + events) AS cost FROM usage_hour GROUP BY 1) h
                USING (subject)
            )
            SELECT name, subject, expected::int8, actual::int8 FROM compared WHERE expected <> actual ORDER BY 1, 2 LIMIT 1000
            """;

    @CrossTenant("reconciliation is over the whole installation")
    Future<List<Difference>> differences(SqlClient tx) {
        return tx.query(DIFFERENCES).execute().map(rows -> {
            List<Difference> differences = new ArrayList<>();
            for (Row row : rows) {
                differences.add(new Difference(row.getString(0), row.getString(1), row.getLong(2), row.getLong(3)));
            }
            return differences;
        });
    }
}
