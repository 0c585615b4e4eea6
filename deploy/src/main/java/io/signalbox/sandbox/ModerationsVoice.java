package io.signalbox.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * OpenAI's moderations: https://platform.openai.com/docs/api-reference/moderations. A text that says "kill" is found violent, no other is
 * found anything. Costs nothing.
 */
final class ModerationsVoice implements Voice {

    private static final List<String> CATEGORIES = List.of(
            "harassment",
            "harassment/threatening",
            "hate",
            "hate/threatening",
            "illicit",
            "illicit/violent",
            "self-harm",
            "self-harm/intent",
            "self-harm/instructions",
            "sexual",
            "sexual/minors",
            "violence",
            "violence/graphic");

    @Override
    public SandboxJob hear(Heard heard) {
        JsonObject body = heard.json();
        SandboxTarget target = SandboxTarget.of(body.getString("model", "omni-moderation-latest"));
        JsonArray results = new JsonArray();
        inputs(body).forEach(each -> results.add(result(each)));
        return SandboxJob.free(
                target,
                () -> new JsonObject()
                        .put("id", "modr-sandbox")
                        .put("model", target.name())
                        .put("results", results)
                        .toBuffer());
    }

    /** One text each, or one of all parts together. */
    private static List<String> inputs(JsonObject body) {
        if (body.getValue("input") instanceof String only) {
            return List.of(only);
        }
        JsonArray list = SandboxBody.list(body, "input", "input");
        if (list.isEmpty()) {
            throw SandboxFault.invalid("input", "'input' is required.");
        }
        if (list.stream().allMatch(String.class::isInstance)) {
            return SandboxBody.texts(body, "input");
        }
        List<String> texts = new ArrayList<>();
        for (JsonObject part : SandboxBody.objects(body, "input")) {
            switch (part.getString("type", "")) {
                case "text" -> texts.add(SandboxBody.text(part, "text", "input.text"));
                case "image_url" -> SandboxBody.object(part.getValue("image_url"), "input.image_url");
                default -> throw SandboxFault.invalid("input", "Invalid type of input.");
            }
        }
        return List.of(String.join("\n", texts));
    }

    private static JsonObject result(String text) {
        boolean violent = text.toLowerCase(Locale.ROOT).contains("kill");
        JsonObject categories = new JsonObject();
        JsonObject scores = new JsonObject();
        JsonObject types = new JsonObject();
        for (String each : CATEGORIES) {
            boolean found = violent && "violence".equals(each);
            categories.put(each, found);
            scores.put(each, found ? 0.97 : 0.0001);
            types.put(each, new JsonArray().add("text"));
        }
        return new JsonObject()
                .put("flagged", violent)
                .put("categories", categories)
                .put("category_scores", scores)
                .put("category_applied_input_types", types);
    }

    @Override
    public Refusal refuse(SandboxFault fault, Heard heard) {
        return OpenAiErrors.refuse(fault);
    }
}
