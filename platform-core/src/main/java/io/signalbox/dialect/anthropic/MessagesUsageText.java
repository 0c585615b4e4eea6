package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.signalbox.chat.UsageLine;
import io.signalbox.json.Json;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;

/** Writes a {@code usage} object in Anthropic's names: what was read from or written to the cache stands beside {@code input_tokens}, thoughts inside {@code output_tokens}. */
final class MessagesUsageText {

    private MessagesUsageText() {}

    /** The counts alone. */
    static ObjectNode counts(TokenUsage usage) {
        ObjectNode counts = Json.object()
                .put("input_tokens", usage.input() + usage.audioIn() + usage.image())
                .put("cache_creation_input_tokens", usage.cacheWrite5m() + usage.cacheWrite1h())
                .put("cache_read_input_tokens", usage.cacheRead());
        counts.putObject("cache_creation")
                .put("ephemeral_5m_input_tokens", usage.cacheWrite5m())
                .put("ephemeral_1h_input_tokens", usage.cacheWrite1h());
        counts.put("output_tokens", usage.completionTokens());
        if (usage.reasoning() > 0) {
            counts.putObject("output_tokens_details").put("thinking_tokens", usage.reasoning());
        }
        return counts;
    }

    /** The counts with our members. */
    static ObjectNode whole(UsageLine line) {
        ObjectNode usage = counts(line.usage());
        usage.putRawValue("cost", new RawValue(cost(line)));
        if (line.estimated()) {
            usage.put("estimated", true);
        }
        return usage;
    }

    /** Our members alone, as they follow others. */
    static String ours(UsageLine line) {
        return "\"cost\":" + cost(line) + (line.estimated() ? ",\"estimated\":true" : "");
    }

    private static String cost(UsageLine line) {
        return line.cost().map(Money::usd).orElse("null");
    }
}
