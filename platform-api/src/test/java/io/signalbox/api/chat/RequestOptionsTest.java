package io.signalbox.api.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.dialect.openai.CompletionScan;
import io.signalbox.fault.Fault;
import io.signalbox.money.Money;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestOptionsTest {

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    @Test
    void withoutWishesARequestFallsBackThriceWithinTenMinutes() {
        RequestOptions options = read("{}");

        assertThat(options.fallback()).isTrue();
        assertThat(options.maxAttempts()).isEqualTo(3);
        assertThat(options.timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.task()).isEmpty();
        assertThat(options.taskSource()).isEqualTo("none");
        assertThat(options.maxCost()).isEmpty();
    }

    @Test
    void aHeaderWinsOverTheBodyAndTheBodyOverMetadata() {
        assertThat(read("{\"metadata\":{\"task\":\"code\"}}").task()).contains("code");
        assertThat(read("{\"metadata\":{\"task\":\"code\"},\"signalbox\":{\"task\":\"qa\"}}")
                        .task())
                .contains("qa");

        headers.set("x-signalbox-task", " light ");
        RequestOptions options = read("{\"signalbox\":{\"task\":\"qa\"}}");

        assertThat(options.task()).contains("light");
        assertThat(options.taskSource()).isEqualTo("header");
    }

    @Test
    void theSameWishesCanStandInTheBody() {
        RequestOptions options = read(
                "{\"signalbox\":{\"max_attempts\":1,\"max_cost_usd\":\"0.05\",\"timeout_ms\":1500,\"fallback\":\"gpt-4o, gpt-4.1\"}}");

        assertThat(options.maxAttempts()).isEqualTo(1);
        assertThat(options.maxCost()).contains(Money.ofUsd("0.05"));
        assertThat(options.timeout()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(options.fallbackModels()).containsExactly("gpt-4o", "gpt-4.1");
    }

    @ParameterizedTest
    @CsvSource({
        "max-attempts, 0",
        "max-attempts, many",
        "max-attempts, 9",
        "timeout-ms, -1",
        "timeout-ms, 99999999999",
        "max-cost-usd, free",
        "max-cost-usd, 0",
        "max-cost-usd, -1",
        "max-cost-usd, 0.0000000001",
        "fallback, 'a,b,c,d,e,f,g,h,i'"
    })
    void aBadWishIsRefusedByItsName(String name, String value) {
        headers.set("x-signalbox-" + name, value);

        assertThatThrownBy(() -> read("{}"))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.param()).contains("x-signalbox-" + name));
    }

    private RequestOptions read(String extra) {
        String members = extra.substring(1);
        String body = "{\"model\":\"smart-select\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                + (members.equals("}") ? "" : ",") + members;
        return RequestOptions.read(headers, CompletionScan.read(Buffer.buffer(body)));
    }
}
