package io.signalbox.dialect.responses;

import io.signalbox.chat.UsageLine;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;

/** Writes members of a response's {@code usage} object. */
final class UsageText {

    /** About how many bytes the members take. */
    static final int SPARE = 192;

    private final StringBuilder text = new StringBuilder(SPARE);

    /** A whole object, for an answer whose provider sent none. */
    static String whole(UsageLine line) {
        UsageText text = new UsageText().counts(line.usage());
        return "{" + text.cost(line) + "}";
    }

    UsageText counts(TokenUsage usage) {
        member("input_tokens").append(usage.promptTokens());
        member("input_tokens_details")
                .append("{\"cached_tokens\":")
                .append(usage.cacheRead())
                .append('}');
        member("output_tokens").append(usage.completionTokens());
        member("output_tokens_details")
                .append("{\"reasoning_tokens\":")
                .append(usage.reasoning())
                .append('}');
        member("total_tokens").append(usage.promptTokens() + usage.completionTokens());
        return this;
    }

    /** The members so far and the cost. */
    String cost(UsageLine line) {
        member("cost").append(line.cost().map(Money::usd).orElse("null"));
        if (line.estimated()) {
            member("estimated").append("true");
        }
        return text.toString();
    }

    private StringBuilder member(String name) {
        if (text.length() > 0) {
            text.append(',');
        }
        return text.append('"').append(name).append("\":");
    }
}
