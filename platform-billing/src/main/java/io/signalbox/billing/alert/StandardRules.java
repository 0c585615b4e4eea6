package io.signalbox.billing.alert;

import io.signalbox.id.IdSource;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a tenant is told of unless it says otherwise: each budget at its own marks, its forecast, unusual hours, models without a price. */
final class StandardRules {

    private StandardRules() {}

    static List<AlertRule> of(TenantId tenant, IdSource ids, Instant now) {
        return List.of(
                rule(tenant, ids, now, "Budgets at their marks", AlertRule.Kind.BUDGET_THRESHOLD),
                rule(tenant, ids, now, "Budgets that will not last", AlertRule.Kind.BUDGET_FORECAST),
                rule(tenant, ids, now, "Unusual hours", AlertRule.Kind.ANOMALY),
                rule(tenant, ids, now, "Models without a price", AlertRule.Kind.UNPRICED_MODEL));
    }

    private static AlertRule rule(TenantId tenant, IdSource ids, Instant now, String name, AlertRule.Kind kind) {
        return new AlertRule(
                new RuleId(ids.next("alr")),
                tenant,
                name,
                kind,
                Optional.empty(),
                List.of(),
                kind == AlertRule.Kind.ANOMALY ? AlertRule.STANDARD_FLOOR : Money.ZERO,
                Set.of(),
                true,
                1,
                "system",
                now,
                now);
    }
}
