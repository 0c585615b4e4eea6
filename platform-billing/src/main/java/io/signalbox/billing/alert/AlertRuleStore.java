package io.signalbox.billing.alert;

import static java.time.ZoneOffset.UTC;

import io.signalbox.money.Money;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.signalbox.webhook.ChannelId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Alert rules. A deleted one is found no more, but its alerts still name it. */
final class AlertRuleStore {

    private static final int RULES_MAX = 200;

    private static final String LIST =
            "SELECT * FROM alert_rule WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT "
                    + RULES_MAX;
    private static final String FIND =
            "SELECT * FROM alert_rule WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL";
    private static final String FIND_FOR_UPDATE = FIND + " FOR UPDATE";
    private static final String HAS_ANY = "SELECT EXISTS (SELECT FROM alert_rule WHERE tenant_id = $1)";
    private static final String COUNT =
            "SELECT count(*)::int FROM alert_rule WHERE tenant_id = $1 AND deleted_at IS NULL";

    private static final String INSERT = """
            INSERT INTO alert_rule (tenant_id, id, name, kind, subject_id, marks, floor_nanos, channel_ids, enabled, version, created_by, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """;
    private static final String UPDATE = """
            UPDATE alert_rule SET name = $3, marks = $4, floor_nanos = $5, channel_ids = $6, enabled = $7, version = $8, updated_at = $9
            WHERE tenant_id = $1 AND id = $2
            """;
    private static final String DELETE =
            "UPDATE alert_rule SET deleted_at = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2";

    /** Tenants about whom there may be something to say: they have a budget, or spent in the last two hours. */
    private static final String WATCHED = """
            SELECT t.tenant_id FROM tenant t
            WHERE t.tenant_id > $1 AND t.suspended_at IS NULL
              AND (EXISTS (SELECT FROM budget b WHERE b.tenant_id = t.tenant_id AND b.state = 'active')
                OR EXISTS (SELECT FROM usage_hour h WHERE h.tenant_id = t.tenant_id AND h.hour >= $2))
            ORDER BY t.tenant_id LIMIT $3
            """;

    Future<List<AlertRule>> list(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(LIST)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.stream().map(AlertRuleStore::read).toList());
    }

    /** Whether the tenant has rules or ever had. */
    Future<Boolean> hasAny(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(HAS_ANY)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Future<Boolean> isFull(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(COUNT)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.iterator().next().getInteger(0) >= RULES_MAX);
    }

    Future<Optional<AlertRule>> find(TenantId tenant, SqlClient tx, RuleId id) {
        return found(tx, FIND, Tuple.of(tenant.value(), id.value()));
    }

    Future<Optional<AlertRule>> findForUpdate(TenantId tenant, SqlClient tx, RuleId id) {
        return found(tx, FIND_FOR_UPDATE, Tuple.of(tenant.value(), id.value()));
    }

    private static Future<Optional<AlertRule>> found(SqlClient tx, String sql, Tuple key) {
        return tx.preparedQuery(sql)
                .execute(key)
                .map(rows -> rows.stream().findFirst().map(AlertRuleStore::read));
    }

    Future<Void> insert(TenantId tenant, SqlClient tx, AlertRule rule) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(
                                tenant.value(),
                                rule.id().value(),
                                rule.name(),
                                rule.kind().wireName(),
                                rule.subject().orElse(null))
                        .addValue(marks(rule))
                        .addValue(rule.floor().nanos())
                        .addValue(channels(rule))
                        .addValue(rule.enabled())
                        .addValue(rule.version())
                        .addValue(rule.createdBy())
                        .addValue(rule.createdAt().atOffset(UTC))
                        .addValue(rule.updatedAt().atOffset(UTC)))
                .mapEmpty();
    }

    Future<Void> update(TenantId tenant, SqlClient tx, AlertRule rule) {
        return tx.preparedQuery(UPDATE)
                .execute(Tuple.of(tenant.value(), rule.id().value(), rule.name())
                        .addValue(marks(rule))
                        .addValue(rule.floor().nanos())
                        .addValue(channels(rule))
                        .addValue(rule.enabled())
                        .addValue(rule.version())
                        .addValue(rule.updatedAt().atOffset(UTC)))
                .mapEmpty();
    }

    Future<Void> delete(TenantId tenant, SqlClient tx, RuleId id, Instant at) {
        return tx.preparedQuery(DELETE)
                .execute(Tuple.of(tenant.value(), id.value(), at.atOffset(UTC)))
                .mapEmpty();
    }

    /** In the order of their ids, after {@code after}. */
    @CrossTenant("evaluation goes from tenant to tenant")
    Future<List<TenantId>> watched(SqlClient tx, String after, Instant since, int limit) {
        return tx.preparedQuery(WATCHED)
                .execute(Tuple.of(after, since.atOffset(UTC), limit))
                .map(rows ->
                        rows.stream().map(row -> new TenantId(row.getString(0))).toList());
    }

    private static Integer[] marks(AlertRule rule) {
        return rule.marks().toArray(Integer[]::new);
    }

    private static String[] channels(AlertRule rule) {
        return rule.channels().stream().map(ChannelId::value).sorted().toArray(String[]::new);
    }

    private static AlertRule read(Row row) {
        return new AlertRule(
                new RuleId(row.getString("id")),
                new TenantId(row.getString("tenant_id")),
                row.getString("name"),
                AlertRule.Kind.ofWireName(row.getString("kind")),
                Optional.ofNullable(row.getString("subject_id")),
                Arrays.asList(row.getArrayOfIntegers("marks")),
                new Money(row.getLong("floor_nanos")),
                Arrays.stream(row.getArrayOfStrings("channel_ids"))
                        .map(ChannelId::new)
                        .collect(Collectors.toSet()),
                row.getBoolean("enabled"),
                row.getLong("version"),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }
}
