package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.money.TokenUsage;
import java.util.Optional;

/**
 * What usage objects have told so far; a stream tells it in parts, each cumulative: {@code message_start} the prompt, {@code message_delta} the
 * output and whatever else has changed. Until the last of them has come the output is a mere beginning.
 * The prompt's three counts are disjoint, {@code cache_creation} splits one of them by lifetime, and thinking is inside the output
 * (https://platform.claude.com/docs/en/api/messages). {@code server_tool_use} counts searches, not
 * tokens: it has no class and is passed over.
 */
record AnthropicUsage(long input, long cacheRead, long cacheWrite, long cacheWrite1h, long output, long thinking) {

    private static final long ABSENT = -1;

    /** No context is longer, and no price times as many overflows; an object that claims more is not believed. */
    private static final long TOKENS_MAX = 10_000_000;

    /** Nothing told yet. */
    static final AnthropicUsage NONE = new AnthropicUsage(ABSENT, 0, 0, 0, ABSENT, 0);

    /** With what another usage object says; what it leaves out stays, and so does all when it is no object. */
    AnthropicUsage with(JsonNode usage) {
        JsonNode written = usage.path("cache_creation");
        long oneHour = count(written, "ephemeral_1h_input_tokens", cacheWrite1h);
        long split = oneHour + count(written, "ephemeral_5m_input_tokens", 0);
        return new AnthropicUsage(
                count(usage, "input_tokens", input),
                count(usage, "cache_read_input_tokens", cacheRead),
                count(usage, "cache_creation_input_tokens", Math.max(cacheWrite, split)),
                oneHour,
                count(usage, "output_tokens", output),
                count(usage.path("output_tokens_details"), "thinking_tokens", thinking));
    }

    private static long count(JsonNode from, String name, long otherwise) {
        JsonNode value = from.path(name);
        return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0
                ? Math.min(value.longValue(), TOKENS_MAX + 1)
                : otherwise;
    }

    /**
     * The counts as disjoint classes; empty while input or output is missing, or when one claims more than {@value #TOKENS_MAX}. Parts that claim more
     * than their total are cut, so that the classes always sum to the provider's totals.
     */
    Optional<TokenUsage> tokens() {
        boolean known = input != ABSENT && output != ABSENT;
        long most = Math.max(Math.max(input, output), Math.max(cacheRead, cacheWrite));
        if (!known || most > TOKENS_MAX) {
            return Optional.empty();
        }
        long oneHour = Math.min(cacheWrite1h, cacheWrite);
        long thoughts = Math.min(thinking, output);
        return Optional.of(
                new TokenUsage(input, cacheRead, cacheWrite - oneHour, oneHour, output - thoughts, thoughts, 0, 0, 0));
    }
}
