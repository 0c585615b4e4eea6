package io.signalbox.dialect.input;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Reply;
import io.signalbox.chat.RequestFault;
import io.signalbox.dialect.openai.OpenAiDialect;
import io.signalbox.json.Json;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.ProviderCall;
import io.vertx.core.buffer.Buffer;

/** Ollama's {@code /api/embed}. See <a href="https://docs.ollama.com/api/embed">the reference</a>. */
public final class OllamaEmbeddings implements WholeDialect {

    @Override
    public Outbound write(ProviderCall call) {
        EmbeddingRequest request = ((InputScan) call.scan()).request();
        if (request.inputType().isPresent()) {
            throw RequestFault.unsupported("input_type", "'input_type' is unknown to this model");
        }
        ObjectNode body = Json.object().put("model", call.deployment().upstreamModel());
        ArrayNode input = body.putArray("input");
        request.texts().forEach(input::add);
        // Too long a text is refused, as by OpenAI, and not silently cut.
        body.put("truncate", false);
        request.dimensions().ifPresent(size -> body.put("dimensions", size));
        return new Outbound("/api/embed", OpenAiDialect.bearer(call), Json.write(body));
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        VectorReader read = VectorReader.read(body, "embeddings", ((InputScan) call.scan()).inputs());
        return new EmbeddingResult(read.vectors(), InputUsage.of(read.number("prompt_eval_count")));
    }
}
