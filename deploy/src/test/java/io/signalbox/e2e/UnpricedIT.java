package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.RawGateway;
import io.signalbox.e2e.gateway.RawUpstream;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parameters that a provider bills at prices nobody here keeps: no budget is promised, and no cost made up. */
@ExtendWith(RawGateway.Shared.class)
final class UnpricedIT {

    private static final String ANSWER =
            "{\"id\":\"1\",\"object\":\"chat.completion\",\"model\":\"gpt-4o-mini\",\"service_tier\":\"scale\",\"choices\":[{\"index\":0,"
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}";

    private final RawGateway gateway;
    private final RawUpstream upstream;

    UnpricedIT(RawGateway gateway) {
        this.gateway = gateway;
        this.upstream = gateway.upstream();
    }

    @Test
    void isServedWithoutACostWhereNoBudgetApplies() {
        // Given
        upstream.answerNext(200, "application/json", ANSWER);

        // When
        Answer answer = gateway.client(gateway.process().firstRun().apiKey()).chat(asked("\"service_tier\":\"scale\""));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.usage().required("cost").isNull()).isTrue();
        assertThat(answer.usage().required("total_tokens").intValue()).isEqualTo(11);
        assertThat(answer.header("x-signalbox-cost-status")).hasValue("unpriced");
        assertThat(answer.header("x-signalbox-cost-usd")).isEmpty();
    }

    @Test
    void isRefusedByNameUnderABudget() {
        // Given
        AdminClient admin = new AdminClient(gateway.process());
        AdminClient.Key key = admin.createKey(admin.createApp("unpriced"), "budgeted");
        admin.createBudget("key", key.id(), "total", BigDecimal.TEN);
        GatewayClient client = gateway.client(key.secret());
        int before = upstream.received().size();

        for (String member : new String[] {
            "\"service_tier\":\"scale\"", "\"service_tier\":\"flex\"", "\"search_parameters\":{\"mode\":\"on\"}"
        }) {
            // When
            Answer refused = client.chat(asked(member));

            // Then
            assertThat(refused.status()).as(member).isEqualTo(422);
            assertThat(refused.error().required("code").textValue()).isEqualTo("unpriceable");
            assertThat(member).contains(refused.error().required("param").textValue());
        }
        assertThat(upstream.received()).hasSize(before);
        upstream.answerNext(200, "application/json", ANSWER);
        assertThat(client.chat(asked("\"service_tier\":\"default\"")).status()).isEqualTo(200);
    }

    @Test
    void isRefusedUnderALimitOfTheRequest() {
        Answer refused = gateway.client(gateway.process().firstRun().apiKey())
                .chat(asked("\"service_tier\":\"scale\""), "x-signalbox-max-cost-usd", "1");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.error().required("message").textValue()).contains("no known price");
    }

    @Test
    void keepsMoneyForAPredictionWhenABudgetIsNearlyUsedUp() {
        // Given: money for less than two thousand tokens of output, and a prediction of more that may all be wrong
        AdminClient admin = new AdminClient(gateway.process());
        AdminClient.Key key = admin.createKey(admin.createApp("predicted"), "budgeted");
        admin.createBudget("key", key.id(), "total", new BigDecimal("0.001"));
        GatewayClient client = gateway.client(key.secret());
        String prediction = "\"prediction\":{\"type\":\"content\",\"content\":\"" + "guess ".repeat(400) + "\"}";
        int before = upstream.received().size();

        // When
        Answer refused = client.chat(asked(prediction).replace("\"max_tokens\":10", "\"max_tokens\":4000"));

        // Then
        assertThat(refused.status()).isEqualTo(402);
        assertThat(upstream.received()).hasSize(before);
    }

    private static String asked(String member) {
        return "{\"model\":\"gpt-4o-mini\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                + member + "}";
    }
}
