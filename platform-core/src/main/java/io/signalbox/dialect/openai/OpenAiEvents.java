package io.signalbox.dialect.openai;

import io.signalbox.chat.UsageLine;
import io.signalbox.money.Money;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The framing that OpenAI's older streams have in common: unnamed events, a mark at the end, and our cost as a comment where no usage was asked for. */
public final class OpenAiEvents {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private OpenAiEvents() {}

    public static void event(Buffer to, Buffer json) {
        to.appendBytes(DATA).appendBuffer(json).appendBytes(END);
    }

    /** {@code costStatus} is {@code exact|estimated|unpriced}. */
    public static void cost(Buffer to, UsageLine usage, String costStatus) {
        String cost = usage.cost().map(Money::usd).map(usd -> '"' + usd + '"').orElse("null");
        to.appendString(": signalbox {\"cost_usd\":" + cost + ",\"cost_status\":\"" + costStatus + "\"}" + "\n\n");
    }

    public static void done(Buffer to) {
        to.appendBytes(DONE);
    }
}
