package io.signalbox.dialect.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.signalbox.chat.UsageLine;
import io.signalbox.json.Json;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import java.util.Optional;

/** The {@code usage} of what has inputs only. */
final class InputUsage {

    /** What claims more is not believed. */
    private static final long TOKENS_MAX = 10_000_000;

    private InputUsage() {}

    /** {@code prompt_tokens}, or the total of a provider that sends nothing else; empty when it cannot be believed. */
    static Optional<TokenUsage> read(JsonNode usage) {
        JsonNode tokens = usage.has("prompt_tokens") ? usage.get("prompt_tokens") : usage.path("total_tokens");
        return of(tokens.isIntegralNumber() && tokens.canConvertToLong() ? tokens.longValue() : -1);
    }

    /** Empty when {@code tokens} is negative or more than can be believed. */
    static Optional<TokenUsage> of(long tokens) {
        return tokens < 0 || tokens > TOKENS_MAX ? Optional.empty() : Optional.of(TokenUsage.ofText(tokens, 0));
    }

    /** A whole object. */
    static String write(UsageLine line) {
        return Json.text(added(Json.object(), line));
    }

    /** The provider's object with the cost in it, and the counts where it has none. */
    static ObjectNode added(ObjectNode usage, UsageLine line) {
        if (!usage.has("prompt_tokens")) {
            usage.put("prompt_tokens", line.usage().promptTokens());
        }
        if (!usage.has("total_tokens")) {
            usage.put("total_tokens", line.usage().promptTokens());
        }
        usage.remove("estimated");
        usage.putRawValue("cost", new RawValue(line.cost().map(Money::usd).orElse("null")));
        if (line.estimated()) {
            usage.put("estimated", true);
        }
        return usage;
    }
}
