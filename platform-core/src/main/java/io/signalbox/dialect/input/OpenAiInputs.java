package io.signalbox.dialect.input;

import io.signalbox.chat.Reply;
import io.signalbox.dialect.openai.OpenAiDialect;
import io.signalbox.fault.Fault;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.Refusal;
import io.vertx.core.buffer.Buffer;

/** OpenAI's embeddings or moderations as their many speakers take them: the body spliced, the answer kept. */
public final class OpenAiInputs implements WholeDialect {

    private final String path;
    private final String list;

    private OpenAiInputs(String path, String list) {
        this.path = path;
        this.list = list;
    }

    public static OpenAiInputs embeddings() {
        return new OpenAiInputs("/embeddings", "data");
    }

    public static OpenAiInputs moderations() {
        return new OpenAiInputs("/moderations", "results");
    }

    @Override
    public Outbound write(ProviderCall call) {
        return new Outbound(path, OpenAiDialect.bearer(call), call.scan().upstreamBody(call.deployment(), 0));
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        return answer(body, list);
    }

    static InputAnswer answer(Buffer body, String list) {
        try {
            return InputAnswer.read(body, list);
        } catch (Fault malformed) {
            ProviderError error = ProviderError.read(body);
            throw error.equals(ProviderError.NONE) ? malformed : Refusal.inAnswer(error);
        }
    }
}
