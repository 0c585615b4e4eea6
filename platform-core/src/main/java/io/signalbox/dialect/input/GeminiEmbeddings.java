package io.signalbox.dialect.input;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Reply;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.Json;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.ProviderCall;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Gemini's {@code batchEmbedContents}; it tells no usage unless the model is a newer one. See <a href="https://ai.google.dev/api/embeddings">the
 * reference</a>.
 */
public final class GeminiEmbeddings implements WholeDialect {

    private static final Map<String, String> TASKS = Map.of(
            "search_document", "RETRIEVAL_DOCUMENT",
            "search_query", "RETRIEVAL_QUERY",
            "classification", "CLASSIFICATION",
            "clustering", "CLUSTERING");

    @Override
    public Outbound write(ProviderCall call) {
        EmbeddingRequest request = ((InputScan) call.scan()).request();
        String model = "models/" + call.deployment().upstreamModel();
        ObjectNode body = Json.object();
        ArrayNode requests = body.putArray("requests");
        for (String text : request.texts()) {
            ObjectNode each = requests.addObject().put("model", model);
            each.putObject("content").putArray("parts").addObject().put("text", text);
            request.dimensions().ifPresent(size -> each.put("outputDimensionality", size));
            request.inputType().ifPresent(type -> each.put("taskType", task(type)));
        }
        MultiMap headers = HttpHeaders.headers();
        call.secret().ifPresent(secret -> headers.set("x-goog-api-key", secret.value()));
        // A model's name is one segment of the path, whatever is in it.
        String segment = URLEncoder.encode(call.deployment().upstreamModel(), StandardCharsets.UTF_8);
        return new Outbound("/models/" + segment + ":batchEmbedContents", headers, Json.write(body));
    }

    private static String task(String inputType) {
        String task = TASKS.get(inputType);
        if (task == null) {
            throw RequestFault.invalid(
                    "input_type", "'input_type' must be search_document, search_query, classification or clustering");
        }
        return task;
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        VectorReader read = VectorReader.read(body, "values", ((InputScan) call.scan()).inputs());
        return new EmbeddingResult(read.vectors(), InputUsage.of(read.number("promptTokenCount")));
    }
}
