package io.signalbox.api.chat;

import io.signalbox.chat.Reply;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenUsage;
import io.signalbox.token.ReplyText;
import io.signalbox.token.TextSource;
import java.util.Optional;

/**
 * What a provider gave: the usage it {@code reported}, empty when it did not, and {@code bytes} of {@code output}, of which {@code unreportedBytes} came
 * when it owed another report and could not give it any more. {@code serviceTier} is how it says it served.
 */
record Delivered(
        Optional<TokenUsage> reported,
        Optional<ServiceTier> serviceTier,
        TextSource output,
        long bytes,
        long unreportedBytes) {

    static Delivered whole(Reply reply) {
        return new Delivered(reply.usage(), reply.serviceTier(), new ReplyText(reply), reply.outputBytes(), 0);
    }

    /** Whether the provider has said its last word on usage. */
    boolean isExact() {
        return reported.isPresent() && unreportedBytes == 0;
    }
}
