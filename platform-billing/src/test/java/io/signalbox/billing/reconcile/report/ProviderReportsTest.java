package io.signalbox.billing.reconcile.report;

import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.signalbox.money.Money;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProviderReportsTest {

    private static final LocalDate FIRST = LocalDate.parse("2026-11-01");
    private static final LocalDate SECOND = LocalDate.parse("2026-11-02");

    private static final String HOUR = """
            INSERT INTO usage_hour SELECT (jsonb_populate_record(NULL::usage_hour,
              (SELECT jsonb_object_agg(column_name, 0) FROM information_schema.columns WHERE table_name = 'usage_hour')
              || jsonb_build_object('tenant_id', $1::text, 'hour', $2::timestamptz, 'app_id', 'app_a', 'key_id', 'key_a', 'model', $3::text, 'task', '',
                'provider', 'openai', 'confidence', 'exact', 'paid_directly', $4::bool, 'events', 1, 'input_tokens', 100, 'cache_read_tokens', 20,
                'cache_write_5m_tokens', 5, 'output_tokens', 7, 'reasoning_tokens', 3, 'cost_nanos', $5::int8, 'input_cost_nanos', $5::int8))).*
            """;

    private Vertx vertx;
    private TestDatabase database;
    private ProviderReports reports;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        reports = new ProviderReports(database.database());
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void comparesTheSidesByUtcDayAndModelAndInTotal() {
        // Given
        metered("ten_a", "2026-11-01T00:00:00Z", "gpt-4o", false, 600);
        metered("ten_b", "2026-11-01T23:00:00Z", "gpt-4o-2024-08-06", false, 400);
        metered("ten_b", "2026-11-02T00:00:00Z", "gpt-4o-mini", false, 50);
        metered("ten_b", "2026-11-01T12:00:00Z", "gpt-4o", true, 9_999);
        imported("""
                date,model,cost_usd,input_tokens,cached_input_tokens,output_tokens
                2026-11-01,gpt-4o-2024-08-06,0.00000125,250,40,20
                2026-11-01,,-0.0000001,,,
                """);

        // When
        List<Drift> drift = await(reports.drift("openai", FIRST, SECOND));

        // Then
        assertThat(drift)
                .extracting(Drift::day, Drift::model, Drift::difference, Drift::percent, Drift::remark)
                .containsExactly(
                        tuple(
                                FIRST,
                                Optional.of(""),
                                Optional.empty(),
                                Optional.empty(),
                                "we metered nothing; the provider reports no tokens"),
                        tuple(FIRST, Optional.of("gpt-4o"), nanos(250), percent("25.00"), ""),
                        tuple(FIRST, Optional.empty(), nanos(150), percent("15.00"), ""),
                        tuple(
                                SECOND,
                                Optional.of("gpt-4o-mini"),
                                Optional.empty(),
                                Optional.empty(),
                                "the provider reports no cost; the provider reports no tokens"),
                        tuple(
                                SECOND,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                "the provider reports no cost; the provider reports no tokens"));
        assertThat(drift.get(1).ours().tokens()).contains(new ReportTokens(250, 40, 20));
        assertThat(drift.get(1).theirs().tokens()).contains(new ReportTokens(250, 40, 20));
    }

    @Test
    void replacesADayByItsNextImportAndOnlyWhatThatCovers() {
        // Given
        String first = "date,model,cost_usd\n2026-11-01,a,1\n2026-11-01,b,1\n2026-11-02,a,1\n";
        imported(first);
        imported(first);
        imported("date,model,input_tokens,output_tokens\n2026-11-01,a,5,6\n");

        // When
        imported("date,model,cost_usd\n2026-11-01,c,3\n");

        // Then
        assertThat(await(reports.drift("openai", FIRST, SECOND)))
                .extracting(
                        each -> each.model().orElse("all"),
                        each -> each.theirs().cost())
                .containsExactly(
                        tuple("a", Optional.empty()),
                        tuple("c", Optional.of(Money.ofUsd("3"))),
                        tuple("all", Optional.of(Money.ofUsd("3"))),
                        tuple("a", Optional.of(Money.ofUsd("1"))),
                        tuple("all", Optional.of(Money.ofUsd("1"))));
        assertThat(await(reports.drift("anthropic", FIRST, SECOND))).isEmpty();
    }

    @Test
    void saysWhenThereIsNothingToCompareWith() {
        metered("ten_a", "2026-11-01T00:00:00Z", "free", false, 0);
        imported("date,model,cost_usd\n2026-11-01,free,1\n");

        Drift drift = await(reports.drift("openai", FIRST, FIRST)).get(0);

        assertThat(drift.difference()).contains(Money.ofUsd("1"));
        assertThat(drift.percent()).isEmpty();
    }

    @Test
    void refusesSpansAndNamesWithoutMeaning() {
        assertThatThrownBy(() -> await(reports.drift("openai", SECOND, FIRST))).hasMessageContaining("1 to 366");
        assertThatThrownBy(() -> await(reports.drift("openai", FIRST, FIRST.plusDays(366))))
                .hasMessageContaining("1 to 366");
        assertThatThrownBy(() -> await(reports.drift("", FIRST, FIRST))).hasMessageContaining("named by");
    }

    private void imported(String csv) {
        await(reports.keep("openai", ReportFiles.read(List.of(csv.getBytes(StandardCharsets.UTF_8)))));
    }

    private void metered(String tenant, String hour, String model, boolean paidDirectly, long costNanos) {
        await(database.database()
                .acrossTenants(tx -> tx.preparedQuery(HOUR)
                        .execute(Tuple.of(tenant, OffsetDateTime.parse(hour), model, paidDirectly, costNanos))));
    }

    private static Optional<Money> nanos(long nanos) {
        return Optional.of(new Money(nanos));
    }

    private static Optional<BigDecimal> percent(String percent) {
        return Optional.of(new BigDecimal(percent));
    }
}
