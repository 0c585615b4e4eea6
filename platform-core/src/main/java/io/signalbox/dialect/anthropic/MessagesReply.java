package io.signalbox.dialect.anthropic;

import io.signalbox.chat.OutputSample;
import io.signalbox.chat.Reply;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.JsonCursor;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.Refusal;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;

/** A whole message of a provider, kept as its bytes: everything but model and usage reaches the client untouched. */
final class MessagesReply implements Reply {

    private final Buffer body;
    private final MessagePass pass;

    private MessagesReply(Buffer body, MessagePass pass) {
        this.body = body;
        this.pass = pass;
    }

    /** Fails with {@code PROVIDER_MALFORMED} when it is no JSON object or holds no content, or with what the provider reports in it. */
    static MessagesReply read(Buffer body) {
        MessagePass pass;
        try {
            pass = MessagePass.read(body.getBytes());
        } catch (IOException malformed) {
            throw Fault.with(FaultCode.PROVIDER_MALFORMED, "the provider's answer is not valid JSON")
                    .detail(JsonCursor.place(malformed))
                    .build();
        }
        if (pass.isError()) {
            throw Refusal.inAnswer(ProviderError.read(body));
        }
        if (!pass.hasContent()) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer holds no content");
        }
        return new MessagesReply(body, pass);
    }

    @Override
    public Optional<TokenUsage> usage() {
        return pass.usage()
                .flatMap(span -> AnthropicUsage.NONE.with(span.tree()).tokens());
    }

    @Override
    public long outputBytes() {
        return pass.outputBytes();
    }

    @Override
    public void sample(OutputSample sample) {
        AnthropicReader.read(body, Optional.empty()).sample(sample);
    }

    /** The answer for the client: {@code model} is the name that served, {@code usage} carries the line. */
    Buffer rendered(String model, UsageLine line) {
        return pass.rendered(model, Optional.of(line));
    }
}
