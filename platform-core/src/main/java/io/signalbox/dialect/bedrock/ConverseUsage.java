package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.money.TokenUsage;
import java.util.Optional;

/**
 * Converse's {@code usage} as disjoint classes: what was read from or written to the cache is counted beside {@code inputTokens}, a write's lifetime is told in
 * {@code cacheDetails}, and thoughts are part of {@code outputTokens}
 * (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html).
 */
final class ConverseUsage {

    /** No context is longer, and no price times as many overflows; an object that claims more is not believed. */
    private static final long TOKENS_MAX = 10_000_000;

    private static final long ABSENT = -1;

    private ConverseUsage() {}

    /** Empty when a total is missing or cannot be believed. */
    static Optional<TokenUsage> read(JsonNode usage) {
        long input = count(usage.path("inputTokens"));
        long output = count(usage.path("outputTokens"));
        long read = Math.max(0, count(usage.path("cacheReadInputTokens")));
        long written = Math.max(0, count(usage.path("cacheWriteInputTokens")));
        if (input == ABSENT || output == ABSENT) {
            return Optional.empty();
        }
        long forHour = Math.min(written, writtenForHour(usage.path("cacheDetails")));
        return Optional.of(new TokenUsage(input, read, written - forHour, forHour, output, 0, 0, 0, 0));
    }

    private static long writtenForHour(JsonNode details) {
        long sum = 0;
        for (JsonNode each : details) {
            if ("1h".equals(each.path("ttl").asText())) {
                sum += Math.max(0, count(each.path("inputTokens")));
            }
        }
        return sum;
    }

    private static long count(JsonNode count) {
        boolean credible = count.isIntegralNumber() && count.canConvertToLong();
        return credible && count.longValue() >= 0 && count.longValue() <= TOKENS_MAX ? count.longValue() : ABSENT;
    }
}
