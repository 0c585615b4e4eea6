package io.signalbox.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ollama's own API: https://docs.ollama.com/api/chat and /api/embed. It streams unless told otherwise. */
final class OllamaVoice implements Voice {

    private final boolean embeds;

    OllamaVoice(boolean embeds) {
        this.embeds = embeds;
    }

    @Override
    public SandboxJob hear(Heard heard) {
        JsonObject body = heard.json();
        SandboxTarget target = SandboxTarget.of(SandboxBody.name(body, "model", "model"));
        if (embeds) {
            return embed(target, body);
        }
        SandboxAnswer answer = SandboxAnswer.to(OllamaReader.read(target, body));
        OllamaWriter writer = new OllamaWriter(answer);
        if (answer.request().stream()) {
            return SandboxJob.streamed(answer, new OllamaEvents(writer), "application/x-ndjson");
        }
        return SandboxJob.whole(answer, () -> writer.response().toBuffer());
    }

    private static SandboxJob embed(SandboxTarget target, JsonObject body) {
        List<String> inputs =
                body.getValue("input") instanceof String only ? List.of(only) : SandboxBody.texts(body, "input");
        long wanted = SandboxBody.count(body, "dimensions").orElse((long) SandboxVectors.DIMENSIONS);
        int dimensions = SandboxVectors.dimensions(wanted, "dimensions");
        long bytes = inputs.stream().mapToLong(SandboxTokens::bytes).sum();
        long tokens = Math.max(1, SandboxTokens.ofBytes(bytes));
        List<List<Float>> vectors = new ArrayList<>();
        for (String each : inputs) {
            vectors.add(SandboxVectors.list(SandboxVectors.of(target.name(), each, dimensions)));
        }
        return SandboxJob.plain(
                target,
                SandboxUsage.ofPrompt(tokens),
                () -> new JsonObject()
                        .put("model", target.name())
                        .put("embeddings", new JsonArray(vectors))
                        .put("total_duration", 1)
                        .put("load_duration", 1)
                        .put("prompt_eval_count", tokens)
                        .toBuffer());
    }

    @Override
    public Refusal refuse(SandboxFault fault, Heard heard) {
        return new Refusal(status(fault.kind()), Map.of(), error(fault).toBuffer());
    }

    static JsonObject error(SandboxFault fault) {
        String words = fault.kind() == SandboxFault.Kind.CONTEXT
                ? "the input length exceeds the context length"
                : fault.words();
        return new JsonObject().put("error", words);
    }

    private static int status(SandboxFault.Kind kind) {
        return switch (kind) {
            case INVALID, NOT_JSON, CONTEXT, FILTERED -> 400;
            case UNKNOWN_MODEL, UNKNOWN_PATH -> 404;
            case KEY -> 401;
            case QUOTA -> 402;
            case RATE -> 429;
            case SERVER -> 500;
            case OVERLOADED -> 503;
        };
    }
}
