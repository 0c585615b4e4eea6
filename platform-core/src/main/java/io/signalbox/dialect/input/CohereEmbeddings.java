package io.signalbox.dialect.input;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Reply;
import io.signalbox.dialect.openai.OpenAiDialect;
import io.signalbox.json.Json;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.ProviderCall;
import io.vertx.core.buffer.Buffer;

/**
 * Cohere's {@code /v2/embed}. It must be told what the vectors are for; a client that does not say gets them for documents to be searched. See
 * <a href="https://docs.cohere.com/reference/embed">the reference</a>.
 */
public final class CohereEmbeddings implements WholeDialect {

    private static final String INPUT_TYPE = "search_document";

    @Override
    public Outbound write(ProviderCall call) {
        EmbeddingRequest request = ((InputScan) call.scan()).request();
        ObjectNode body = Json.object().put("model", call.deployment().upstreamModel());
        ArrayNode texts = body.putArray("texts");
        request.texts().forEach(texts::add);
        body.put("input_type", request.inputType().orElse(INPUT_TYPE));
        body.putArray("embedding_types").add("float");
        // Too long a text is refused, as by OpenAI, and not silently cut.
        body.put("truncate", "NONE");
        request.dimensions().ifPresent(size -> body.put("output_dimension", size));
        return new Outbound("/v2/embed", OpenAiDialect.bearer(call), Json.write(body));
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        VectorReader read = VectorReader.read(body, "float", ((InputScan) call.scan()).inputs());
        return new EmbeddingResult(read.vectors(), InputUsage.of(read.number("input_tokens")));
    }
}
