package io.signalbox.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Google's Gemini: https://ai.google.dev/api/generate-content, /api/tokens, /api/embeddings. A stream is a JSON array, or server-sent events
 * when {@code alt=sse} asks for them.
 */
final class GeminiVoice implements Voice {

    enum Method {
        GENERATE,
        STREAM,
        COUNT,
        EMBED,
        BATCH_EMBED
    }

    private final Method method;

    GeminiVoice(Method method) {
        this.method = method;
    }

    @Override
    public SandboxJob hear(Heard heard) {
        SandboxTarget target = SandboxTarget.of(heard.model());
        JsonObject body = heard.json();
        return switch (method) {
            case GENERATE, STREAM -> generate(heard, target, body);
            case COUNT -> count(target, body);
            case EMBED -> embed(target, List.of(body), false);
            case BATCH_EMBED -> embed(target, SandboxBody.someObjects(body, "requests"), true);
        };
    }

    private SandboxJob generate(Heard heard, SandboxTarget target, JsonObject body) {
        boolean stream = method == Method.STREAM;
        GeminiReader reader = new GeminiReader(target, body);
        SandboxAnswer answer = SandboxAnswer.to(reader.request(stream));
        GeminiWriter writer = new GeminiWriter(answer, reader.showsThoughts());
        if (!stream) {
            return SandboxJob.whole(answer, () -> writer.response().toBuffer());
        }
        boolean sse = isSse(heard);
        return SandboxJob.streamed(
                answer, new GeminiEvents(writer, sse), sse ? "text/event-stream" : "application/json; charset=UTF-8");
    }

    private static boolean isSse(Heard heard) {
        return "sse".equals(heard.params().get("alt"));
    }

    private static SandboxJob count(SandboxTarget target, JsonObject body) {
        JsonObject counted =
                SandboxBody.maybeObject(body, "generateContentRequest").orElse(body);
        long tokens = new GeminiReader(target, counted).request(false).usage().promptTokens();
        return SandboxJob.free(
                target,
                () -> new JsonObject()
                        .put("totalTokens", tokens)
                        .put("promptTokensDetails", GeminiWriter.text(tokens))
                        .toBuffer());
    }

    private static SandboxJob embed(SandboxTarget target, List<JsonObject> requests, boolean batch) {
        List<JsonObject> vectors = new ArrayList<>();
        long bytes = 0;
        for (JsonObject each : requests) {
            StringBuilder text = new StringBuilder();
            JsonObject content = SandboxBody.object(each.getValue("content"), "content");
            for (JsonObject part : SandboxBody.objects(content, "parts")) {
                text.append(SandboxBody.text(part, "text", "content.parts.text"));
            }
            long wanted = SandboxBody.count(each, "outputDimensionality").orElse((long) SandboxVectors.DIMENSIONS);
            int dimensions = SandboxVectors.dimensions(wanted, "outputDimensionality");
            bytes += SandboxTokens.bytes(text.toString());
            float[] vector = SandboxVectors.of(target.name(), text.toString(), dimensions);
            vectors.add(new JsonObject().put("values", SandboxVectors.list(vector)));
        }
        long tokens = Math.max(1, SandboxTokens.ofBytes(bytes));
        Supplier<Buffer> answer = () -> (batch
                        ? new JsonObject().put("embeddings", new JsonArray(vectors))
                        : new JsonObject().put("embedding", vectors.get(0)))
                .put("usageMetadata", new JsonObject().put("promptTokenCount", tokens))
                .toBuffer();
        return SandboxJob.plain(target, SandboxUsage.ofPrompt(tokens), answer);
    }

    /** A blocked prompt is no error: the answer has no candidates and says why. */
    @Override
    public Refusal refuse(SandboxFault fault, Heard heard) {
        boolean blocked = fault.kind() == SandboxFault.Kind.FILTERED;
        JsonObject said = blocked ? GeminiWriter.blocked(heard.model()) : GeminiErrors.toJson(fault, heard.model());
        int status = blocked ? 200 : GeminiErrors.status(fault.kind());
        if (method != Method.STREAM) {
            return new Refusal(status, Map.of(), said.toBuffer());
        }
        if (!isSse(heard)) {
            return new Refusal(status, Map.of(), new JsonArray().add(said).toBuffer());
        }
        return blocked
                ? new Refusal(status, Map.of("content-type", "text/event-stream"), GeminiEvents.sse(said))
                : new Refusal(status, Map.of(), said.toBuffer());
    }
}
