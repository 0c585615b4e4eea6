package io.signalbox.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.money.TokenUsage;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Cohere's {@code usage}. It counts twice: {@code tokens} are what the model saw, with what Cohere itself put around the prompt; {@code billed_units} are what
 * it charges for, and so what counts here. Only where they are missing the tokens stand in. Thoughts are part of the output; the cache has no price of its own.
 */
final class CohereUsage {

    /** No context is longer, and no price times as many overflows; an object that claims more is not believed. */
    private static final BigDecimal TOKENS_MAX = BigDecimal.valueOf(10_000_000);

    private static final long ABSENT = -1;

    private CohereUsage() {}

    static Optional<TokenUsage> read(JsonNode usage) {
        return of(usage.path("billed_units")).or(() -> of(usage.path("tokens")));
    }

    private static Optional<TokenUsage> of(JsonNode units) {
        long input = count(units.path("input_tokens"));
        long output = count(units.path("output_tokens"));
        return input == ABSENT || output == ABSENT ? Optional.empty() : Optional.of(TokenUsage.ofText(input, output));
    }

    /** Counts are told as decimals. */
    private static long count(JsonNode count) {
        if (!count.isNumber()) {
            return ABSENT;
        }
        BigDecimal value = count.decimalValue();
        boolean credible = value.signum() >= 0 && value.compareTo(TOKENS_MAX) <= 0;
        return credible ? value.longValue() : ABSENT;
    }
}
