package io.signalbox.billing.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.billing.reconcile.report.ProviderReport.CostLine;
import io.signalbox.billing.reconcile.report.ProviderReport.UsageLine;
import io.signalbox.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportFilesTest {

    private static final LocalDate FIRST = LocalDate.parse("2024-11-01");
    private static final LocalDate SECOND = LocalDate.parse("2024-11-02");

    private static final String OPENAI_COSTS = """
            {"object": "page", "has_more": true, "next_page": "page_2", "data": [
              {"object": "bucket", "start_time": 1730419200, "end_time": 1730505600, "results": [
                {"object": "organization.costs.result", "amount": {"value": 0.06, "currency": "usd"},
                 "line_item": "gpt-4o-mini-2024-07-18, input", "project_id": null},
                {"object": "organization.costs.result", "amount": {"value": 0.0000000014, "currency": "usd"},
                 "line_item": "gpt-4o-mini-2024-07-18, output", "project_id": null},
                {"object": "organization.costs.result", "amount": {"value": "-0.5", "currency": "usd"}, "line_item": null}]},
              {"object": "bucket", "start_time": 1730505600, "end_time": 1730592000, "results": []}]}
            """;

    private static final String OPENAI_USAGE = """
            {"object": "page", "has_more": false, "next_page": null, "data": [
              {"object": "bucket", "start_time": 1730419200, "end_time": 1730505600, "results": [
                {"object": "organization.usage.completions.result", "input_tokens": 1000, "output_tokens": 500,
                 "input_cached_tokens": 800, "num_model_requests": 5, "project_id": "proj_a", "model": "gpt-4o", "batch": null},
                {"object": "organization.usage.completions.result", "input_tokens": 10, "output_tokens": 5,
                 "num_model_requests": 1, "project_id": "proj_b", "model": "gpt-4o", "batch": null}]}]}
            """;

    private static final String ANTHROPIC_COSTS = """
            {"data": [{"starting_at": "2024-11-01T00:00:00Z", "ending_at": "2024-11-02T00:00:00Z", "results": [
              {"currency": "USD", "amount": "123.78912", "workspace_id": null, "description": "Claude Sonnet 4 Usage - Input Tokens",
               "cost_type": "tokens", "context_window": "0-200k", "model": "claude-sonnet-4-20250514", "token_type": "uncached_input_tokens"},
              {"currency": "USD", "amount": "100", "description": "Web Search Usage", "cost_type": "web_search", "model": null}]}],
             "has_more": false, "next_page": null}
            """;

    private static final String ANTHROPIC_USAGE = """
            {"data": [{"starting_at": "2024-11-01T23:00:00Z", "ending_at": "2024-11-02T00:00:00Z", "results": [
              {"uncached_input_tokens": 1500, "cache_creation": {"ephemeral_1h_input_tokens": 1000, "ephemeral_5m_input_tokens": 500},
               "cache_read_input_tokens": 200, "output_tokens": 400, "server_tool_use": {"web_search_requests": 10},
               "model": "claude-sonnet-4-20250514", "service_tier": "standard"}]}], "has_more": false, "next_page": null}
            """;

    @Test
    void readsOpenAiCostsByTheModelOfTheirLineItems() {
        ProviderReport report = read(OPENAI_COSTS);

        assertThat(report.costs())
                .as("parts of a nano are added up before they are rounded")
                .containsExactly(
                        new CostLine(FIRST, "", new Money(-500_000_000)),
                        new CostLine(FIRST, "gpt-4o-mini-2024-07-18", new Money(60_000_001)));
        assertThat(report.usages()).isEmpty();
        assertThat(report.cutOff()).isTrue();
        assertThat(report.covered())
                .as("a day without costs is known to have none")
                .containsExactlyInAnyOrder(
                        new ReportDay(FIRST, ReportKind.COST), new ReportDay(SECOND, ReportKind.COST));
    }

    @Test
    void readsOpenAiUsageAddedUpOverProjects() {
        ProviderReport report = read(OPENAI_USAGE);

        assertThat(report.usages()).containsExactly(new UsageLine(FIRST, "gpt-4o", new ReportTokens(1_010, 800, 505)));
        assertThat(report.cutOff()).isFalse();
    }

    @Test
    void readsAnthropicCostsWhichAreCents() {
        assertThat(read(ANTHROPIC_COSTS).costs())
                .containsExactly(
                        new CostLine(FIRST, "", Money.ofUsd("1")),
                        new CostLine(FIRST, "claude-sonnet-4-20250514", Money.ofUsd("1.2378912")));
    }

    @Test
    void readsAnthropicUsageWithCachesAsInput() {
        assertThat(read(ANTHROPIC_USAGE).usages())
                .containsExactly(new UsageLine(FIRST, "claude-sonnet-4-20250514", new ReportTokens(3_200, 200, 400)));
    }

    @Test
    void readsCsvInAnyOrderOfColumns() {
        ProviderReport report = read("\uFEFFModel,date,note,cost_usd,input_tokens,output_tokens\r\n"
                + "\"mistral, large\",2024-11-01,\"says \"\"hi\"\"\",0.000000001,,\r\n"
                + "mistral-small,2024-11-02,,,12,3\r\n\r\n");

        assertThat(report.costs()).containsExactly(new CostLine(FIRST, "mistral, large", new Money(1)));
        assertThat(report.usages()).containsExactly(new UsageLine(SECOND, "mistral-small", new ReportTokens(12, 0, 3)));
    }

    @Test
    void addsUpTheFilesOfOneImport() {
        String second = OPENAI_COSTS.replace("true", "false");

        ProviderReport report = read(OPENAI_COSTS, second, OPENAI_USAGE);

        assertThat(report.costs()).contains(new CostLine(FIRST, "", new Money(-1_000_000_000)));
        assertThat(report.usages()).hasSize(1);
        assertThat(report.cutOff()).isFalse();
        assertThat(report.sha256()).hasSize(64).isNotEqualTo(read(OPENAI_COSTS).sha256());
    }

    @Test
    void saysWhereAFileIsWrong() {
        refuses(OPENAI_COSTS.replace("0.06", "\"much\""), "file 1, /data/0/results/0/amount/value: must be a decimal");
        refuses(OPENAI_COSTS.replace("0.06", "1e400"), "/data/0/results/0/amount/value: has more than 60 digits");
        refuses(OPENAI_COSTS.replace("0.06", "1e30"), "/data/0/results/0/amount/value: is more money than there is");
        refuses(OPENAI_COSTS.replace("\"usd\"", "\"eur\""), "/data/0/results/0/amount/currency: must be USD");
        refuses(
                OPENAI_COSTS.replace("1730505600, \"results\": [\n", "1730505601, \"results\": [\n"),
                "/data/0: must lie");
        refuses(OPENAI_USAGE.replace(": 1000", ": -1"), "/data/0/results/0/input_tokens: must be a whole number");
        refuses(OPENAI_USAGE.replace(": 1000", ": 9223372036854775807"), "/data/0/results/1: adds up to more tokens");
        refuses(OPENAI_USAGE.replace("usage.completions", "usage.images"), "/data/0/results/0/object: must be");
        refuses(ANTHROPIC_COSTS.replace("2024-11-01T", "yesterday"), "/data/0: must have times");
        refuses(ANTHROPIC_COSTS.replace("\"123.78912\"", "{}"), "/data/0/results/0/amount: must be a text");
        refuses(
                ANTHROPIC_USAGE.replace("\"output_tokens\": 400", "\"output_tokens\": 0.4"),
                "/data/0/results/0/output");
        refuses("{\"data\": []}", "/data: holds nothing");
        refuses("{\"data\": 1}", "/data: must be an array");
        refuses("{\"data\": [", "no JSON");
        refuses("", "line 1: must name the columns date and model");
        refuses("date,model,cost_usd\n2024-11-01,a,1\n2024-11-31,a,1\n", "line 3: date must be a day");
        refuses("date,model,cost_usd\n2024-11-01,a\n", "line 2: has 2 cells instead of 3");
        refuses("date,model,cost_usd\n2024-11-01,a,\n", "line 2: has neither");
        refuses("date,model,cost_usd\n2024-11-01,a,$1\n", "line 2: cost_usd must be a decimal number");
        refuses("date,model,cost_usd\n2024-11-01,\"a,1\n", "line 2: a quoted cell does not end");
        refuses("date,model,input_tokens\n2024-11-01,a,1.5\n", "line 2: tokens must be whole numbers");
    }

    @Test
    void refusesMoreThanItWouldHold() {
        assertThatThrownBy(() -> ReportFiles.read(List.of(new byte[ReportFiles.BYTES_MAX], new byte[1])))
                .hasMessageContaining("32 MB");
    }

    private static void refuses(String file, String because) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(because);
    }

    private static ProviderReport read(String... files) {
        return ReportFiles.read(Stream.of(files)
                .map(file -> file.getBytes(StandardCharsets.UTF_8))
                .toList());
    }
}
