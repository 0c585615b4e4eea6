package io.signalbox.dialect.openai;

import io.signalbox.chat.UsageLine;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;

/** Writes members of a {@code usage} object in OpenAI's names. */
public final class UsageText {

    /** About how many bytes the members take. */
    static final int SPARE = 192;

    private final StringBuilder text = new StringBuilder(SPARE);

    /** A whole object, for an answer whose provider sent none. */
    public static Buffer whole(UsageLine line) {
        UsageText text = new UsageText();
        text.totals(line.usage());
        text.total(line.usage());
        text.promptDetails(line.usage());
        text.completionDetails(line.usage());
        return Buffer.buffer("{" + text.cost(line).text + "}");
    }

    void totals(TokenUsage usage) {
        member("prompt_tokens").append(usage.promptTokens());
        member("completion_tokens").append(usage.completionTokens());
    }

    void total(TokenUsage usage) {
        member("total_tokens").append(usage.promptTokens() + usage.completionTokens());
    }

    void promptDetails(TokenUsage usage) {
        member("prompt_tokens_details")
                .append("{\"cached_tokens\":")
                .append(usage.cacheRead())
                .append(",\"audio_tokens\":")
                .append(usage.audioIn())
                .append('}');
    }

    void completionDetails(TokenUsage usage) {
        member("completion_tokens_details")
                .append("{\"reasoning_tokens\":")
                .append(usage.reasoning())
                .append(",\"audio_tokens\":")
                .append(usage.audioOut())
                .append('}');
    }

    UsageText cost(UsageLine line) {
        member("cost").append(line.cost().map(Money::usd).orElse("null"));
        if (line.estimated()) {
            member("estimated").append("true");
        }
        return this;
    }

    Buffer toBuffer() {
        return Buffer.buffer(text.toString());
    }

    private StringBuilder member(String name) {
        if (text.length() > 0) {
            text.append(',');
        }
        return text.append('"').append(name).append("\":");
    }
}
