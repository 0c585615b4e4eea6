package io.signalbox.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** OpenAI's embeddings: https://platform.openai.com/docs/api-reference/embeddings. Four bytes of text are a token; given tokens count one each. */
final class EmbeddingsVoice implements Voice {

    private static final int INPUTS_MAX = 2_048;

    private record Input(String text, long bytes, long tokens) {}

    @Override
    public SandboxJob hear(Heard heard) {
        JsonObject body = heard.json();
        String name = heard.model().isEmpty() ? SandboxBody.name(body, "model", "model") : heard.model();
        SandboxTarget target = SandboxTarget.of(name);
        List<Input> inputs = inputs(body.getValue("input"));
        long wanted = SandboxBody.count(body, "dimensions").orElse((long) SandboxVectors.DIMENSIONS);
        int dimensions = SandboxVectors.dimensions(wanted, "dimensions");
        boolean base64 = isBase64(body.getString("encoding_format", "float"));
        long bytes = inputs.stream().mapToLong(Input::bytes).sum();
        long given = inputs.stream().mapToLong(Input::tokens).sum();
        long tokens = given + SandboxTokens.ofBytes(bytes);
        JsonArray data = new JsonArray();
        for (Input each : inputs) {
            float[] vector = SandboxVectors.of(target.name(), each.text, dimensions);
            data.add(new JsonObject()
                    .put("object", "embedding")
                    .put("index", data.size())
                    .put("embedding", base64 ? SandboxVectors.base64(vector) : SandboxVectors.list(vector)));
        }
        JsonObject answer =
                new JsonObject().put("object", "list").put("data", data).put("model", target.name());
        if (target.model() != SandboxModel.NO_USAGE) {
            answer.put("usage", new JsonObject().put("prompt_tokens", tokens).put("total_tokens", tokens));
        }
        return SandboxJob.plain(target, SandboxUsage.ofPrompt(tokens), answer::toBuffer);
    }

    private static boolean isBase64(String format) {
        return switch (format) {
            case "float" -> false;
            case "base64" -> true;
            default -> throw SandboxFault.invalid("encoding_format", "Invalid value: '" + format + "'.");
        };
    }

    private static List<Input> inputs(@Nullable Object input) {
        if (input instanceof String text) {
            return List.of(text(text));
        }
        if (!(input instanceof JsonArray list) || list.isEmpty() || list.size() > INPUTS_MAX) {
            throw SandboxFault.invalid("input", "'$.input' is invalid.");
        }
        Optional<Input> numbers = tokens(list);
        if (numbers.isPresent()) {
            return List.of(numbers.get());
        }
        List<Input> inputs = new ArrayList<>();
        for (Object each : list) {
            if (each instanceof String text) {
                inputs.add(text(text));
            } else {
                inputs.add(Optional.of(each)
                        .filter(JsonArray.class::isInstance)
                        .flatMap(numbered -> tokens((JsonArray) numbered))
                        .orElseThrow(() -> SandboxFault.invalid("input", "'$.input' is invalid.")));
            }
        }
        return inputs;
    }

    private static Input text(String text) {
        if (text.isEmpty()) {
            throw SandboxFault.invalid("input", "'$.input' is invalid.");
        }
        return new Input(text, SandboxTokens.bytes(text), 0);
    }

    /** A list of token numbers; empty when it holds anything else. */
    private static Optional<Input> tokens(JsonArray list) {
        boolean numbers = !list.isEmpty() && list.stream().allMatch(Integer.class::isInstance);
        return numbers ? Optional.of(new Input(list.encode(), 0, list.size())) : Optional.empty();
    }

    @Override
    public Refusal refuse(SandboxFault fault, Heard heard) {
        return heard.model().isEmpty() ? OpenAiErrors.refuse(fault) : AzureVoice.refusal(fault);
    }
}
