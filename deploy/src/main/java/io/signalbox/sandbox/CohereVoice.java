package io.signalbox.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cohere's second version: https://docs.cohere.com/reference/chat and /reference/embed. */
final class CohereVoice implements Voice {

    private static final Set<String> INPUT_TYPES =
            Set.of("search_document", "search_query", "classification", "clustering", "image");

    private final boolean embeds;

    CohereVoice(boolean embeds) {
        this.embeds = embeds;
    }

    @Override
    public SandboxJob hear(Heard heard) {
        JsonObject body = heard.json();
        SandboxTarget target = SandboxTarget.of(SandboxBody.name(body, "model", "model"));
        if (embeds) {
            return embed(target, body);
        }
        SandboxAnswer answer = SandboxAnswer.to(CohereReader.read(target, body));
        if (answer.request().stream()) {
            return SandboxJob.streamed(answer, new CohereEvents(answer), "text/event-stream");
        }
        return SandboxJob.whole(answer, () -> CohereWriter.response(answer).toBuffer());
    }

    private static SandboxJob embed(SandboxTarget target, JsonObject body) {
        if (!INPUT_TYPES.contains(body.getString("input_type", ""))) {
            throw SandboxFault.invalid("input_type", "valid input_type must be provided with the provided model");
        }
        List<String> types = SandboxBody.texts(body, "embedding_types");
        if (!types.isEmpty() && !types.equals(List.of("float"))) {
            throw SandboxFault.invalid("embedding_types", "[sandbox] only float embeddings are made here");
        }
        List<String> texts = SandboxBody.texts(body, "texts");
        long wanted = SandboxBody.count(body, "output_dimension").orElse((long) SandboxVectors.DIMENSIONS);
        int dimensions = SandboxVectors.dimensions(wanted, "output_dimension");
        List<List<Float>> vectors = new ArrayList<>();
        for (String each : texts) {
            vectors.add(SandboxVectors.list(SandboxVectors.of(target.name(), each, dimensions)));
        }
        long bytes = texts.stream().mapToLong(SandboxTokens::bytes).sum();
        long tokens = Math.max(1, SandboxTokens.ofBytes(bytes));
        JsonObject meta = new JsonObject()
                .put("api_version", new JsonObject().put("version", "2"))
                .put("billed_units", new JsonObject().put("input_tokens", tokens));
        return SandboxJob.plain(
                target,
                SandboxUsage.ofPrompt(tokens),
                () -> new JsonObject()
                        .put("id", "embed-sandbox")
                        .put("embeddings", new JsonObject().put("float", new JsonArray(vectors)))
                        .put("texts", new JsonArray(texts))
                        .put("meta", meta)
                        .put("response_type", "embeddings_by_type")
                        .toBuffer());
    }

    /** https://docs.cohere.com/reference/errors. */
    @Override
    public Refusal refuse(SandboxFault fault, Heard heard) {
        return new Refusal(
                status(fault.kind()),
                Map.of(),
                new JsonObject()
                        .put("id", "err-sandbox")
                        .put("message", words(fault))
                        .toBuffer());
    }

    private static String words(SandboxFault fault) {
        return switch (fault.kind()) {
            case KEY -> "invalid api token";
            case QUOTA -> "Please add or update your payment method at https://dashboard.cohere.com/billing";
            case RATE -> "You are past the per minute request limit, please wait and try again later.";
            case CONTEXT ->
                "too many tokens: size limit exceeded by 1 tokens. Try using shorter or fewer inputs. The limit for this"
                        + " model is " + SandboxTokens.CONTEXT + " tokens.";
            default -> fault.words();
        };
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
