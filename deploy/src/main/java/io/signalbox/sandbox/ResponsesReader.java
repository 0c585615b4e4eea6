package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxPrompt.Side;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a responses request. A call that came with reasoning must come back with it, and sealed reasoning as it was:
 * https://platform.openai.com/docs/guides/reasoning#keeping-reasoning-items-in-context.
 */
final class ResponsesReader {

    private static final long OUTPUT_MIN = 16;

    private final JsonObject body;
    private final SandboxTarget target;
    private final SandboxTools tools;
    private final Optional<JsonObject> schema;
    private final SandboxPrompt prompt = new SandboxPrompt();
    private final Set<String> reasoned = new HashSet<>();

    ResponsesReader(JsonObject body) {
        this.body = body;
        this.target = SandboxTarget.of(SandboxBody.name(body, "model", "model"));
        this.tools = tools();
        this.schema = schema();
        prompt.beside(tools.bytes() + schema.map(SandboxTokens::ofStrings).orElse(0L));
        if (body.getValue("previous_response_id") instanceof String id) {
            throw SandboxFault.invalid("previous_response_id", "Previous response with id '" + id + "' not found.");
        }
        if (body.getValue("instructions") instanceof String instructions) {
            prompt.message(Side.SYSTEM).text(instructions);
        }
        input();
        prompt.end();
    }

    SandboxRequest request() {
        long limit = SandboxBody.count(body, "max_output_tokens").orElse(Long.MAX_VALUE);
        if (limit < OUTPUT_MIN) {
            throw SandboxFault.invalid(
                    "max_output_tokens",
                    "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= " + OUTPUT_MIN
                            + ", but got " + limit + " instead.");
        }
        SandboxUsage usage = prompt.usage(body.getValue("prompt_cache_key") instanceof String);
        return new SandboxRequest(
                target,
                SandboxBody.flag(body, "stream"),
                prompt,
                usage,
                tools,
                schema,
                reasons(),
                new SandboxRequest.Limits(limit, List.of(), 1));
    }

    private JsonObject reasoning() {
        return SandboxBody.maybeObject(body, "reasoning").orElseGet(JsonObject::new);
    }

    private boolean reasons() {
        return reasoning().getValue("effort") instanceof String effort ? !"none".equals(effort) : showsSummary();
    }

    /** Whether a summary of the thoughts is asked for; without, reasoning is only counted. */
    boolean showsSummary() {
        return reasoning().getValue("summary") instanceof String;
    }

    boolean sealsReasoning() {
        return SandboxBody.list(body, "include", "include").contains("reasoning.encrypted_content");
    }

    private void input() {
        if (body.getValue("input") instanceof String text) {
            prompt.message(Side.USER).text(text);
            return;
        }
        List<JsonObject> items = SandboxBody.someObjects(body, "input");
        for (int i = 0; i < items.size(); i++) {
            item(items.get(i), "input[" + i + "]");
        }
    }

    private void item(JsonObject item, String path) {
        String type = item.getString("type", "message");
        switch (type) {
            case "message" -> message(item, path);
            case "reasoning" -> reasoning(item, path);
            case "function_call" -> call(item, path);
            case "function_call_output" -> {
                String id = SandboxBody.name(item, "call_id", path + ".call_id");
                prompt.message(Side.USER).result(id, output(item.getValue("output")), path);
            }
            default -> throw SandboxFault.invalid(path + ".type", "Invalid value: '" + type + "'.");
        }
    }

    private void message(JsonObject item, String path) {
        String role = SandboxBody.text(item, "role", path + ".role");
        switch (role) {
            case "system", "developer" -> prompt.message(Side.SYSTEM);
            case "user" -> prompt.message(Side.USER);
            case "assistant" -> prompt.message(Side.ASSISTANT);
            default -> throw SandboxFault.invalid(path + ".role", "Invalid value: '" + role + "'.");
        }
        if (item.getValue("content") instanceof String text) {
            prompt.text(text);
            return;
        }
        for (JsonObject part : SandboxBody.objects(item, "content", path + ".content")) {
            String type = SandboxBody.text(part, "type", path + ".content.type");
            boolean fits = "assistant".equals(role)
                    ? Set.of("output_text", "refusal").contains(type)
                    : !Set.of("output_text", "refusal").contains(type);
            if (!fits) {
                throw SandboxFault.invalid(path + ".content", "Invalid value: '" + type + "' for role " + role + ".");
            }
            switch (type) {
                case "input_text", "output_text" -> prompt.text(SandboxBody.text(part, "text", path + ".content.text"));
                case "refusal" -> prompt.text(SandboxBody.text(part, "refusal", path + ".content.refusal"));
                case "input_image" -> {
                    if (!part.containsKey("file_id")) {
                        SandboxBody.name(part, "image_url", path + ".content.image_url");
                    }
                    prompt.medium();
                }
                case "input_file", "input_audio" -> prompt.medium();
                default -> throw SandboxFault.invalid(path + ".content", "Invalid value: '" + type + "'.");
            }
        }
    }

    private void reasoning(JsonObject item, String path) {
        String id = SandboxBody.name(item, "id", path + ".id");
        SandboxBody.list(item, "summary", path + ".summary");
        @Nullable Object sealed = item.getValue("encrypted_content");
        if (sealed != null && !Seal.fits(id, sealed)) {
            throw SandboxFault.invalid(path, "The encrypted content for item " + id + " could not be verified.");
        }
        if (sealed == null && Boolean.FALSE.equals(body.getValue("store"))) {
            throw SandboxFault.invalid(
                    path,
                    "Item with id '" + id
                            + "' not found. Items are not persisted when `store` is set to false. Try again with"
                            + " `store` set to true, or remove this item from your input.");
        }
        reasoned.add(id);
        prompt.message(Side.ASSISTANT);
    }

    private void call(JsonObject item, String path) {
        SandboxBody.name(item, "name", path + ".name");
        SandboxBody.text(item, "arguments", path + ".arguments");
        String callId = SandboxBody.name(item, "call_id", path + ".call_id");
        String id = item.getString("id", "");
        Optional<String> needed = ResponsesWriter.reasoningOf(id);
        if (needed.isPresent() && !reasoned.contains(needed.get())) {
            throw SandboxFault.invalid(
                    path,
                    "Item '" + id + "' of type 'function_call' was provided without its required 'reasoning' item: '"
                            + needed.get() + "'.");
        }
        prompt.message(Side.ASSISTANT).call(callId, path);
    }

    private static String output(@Nullable Object output) {
        if (output instanceof String text) {
            return text;
        }
        StringBuilder text = new StringBuilder();
        if (output instanceof JsonArray parts) {
            for (Object each : parts) {
                text.append(SandboxBody.object(each, "output").getString("text", ""));
            }
        }
        return text.toString();
    }

    private SandboxTools tools() {
        List<SandboxTools.Function> functions = new ArrayList<>();
        for (JsonObject tool : SandboxBody.objects(body, "tools")) {
            if ("function".equals(tool.getValue("type"))) {
                String path = "tools[" + functions.size() + "]";
                functions.add(new SandboxTools.Function(
                        SandboxBody.name(tool, "name", path + ".name"),
                        tool.getString("description", ""),
                        SandboxBody.schema(tool, "parameters", path + ".parameters")));
            }
        }
        boolean parallel = !Boolean.FALSE.equals(body.getValue("parallel_tool_calls"));
        @Nullable Object choice = body.getValue("tool_choice");
        if (choice instanceof JsonObject chosen) {
            String name = SandboxBody.name(chosen, "name", "tool_choice.name");
            return new SandboxTools(functions, SandboxTools.Mode.NAMED, name, parallel);
        }
        SandboxTools.Mode mode = "none".equals(choice)
                ? SandboxTools.Mode.NONE
                : "required".equals(choice) ? SandboxTools.Mode.ANY : SandboxTools.Mode.AUTO;
        return new SandboxTools(functions, mode, "", parallel);
    }

    private Optional<JsonObject> schema() {
        Optional<JsonObject> format =
                SandboxBody.maybeObject(body, "text").flatMap(text -> SandboxBody.maybeObject(text, "format"));
        if (format.isEmpty()) {
            return Optional.empty();
        }
        return switch (format.get().getString("type", "text")) {
            case "text" -> Optional.empty();
            case "json_object" -> Optional.of(SandboxRequest.ANY_OBJECT);
            case "json_schema" -> {
                SandboxBody.name(format.get(), "name", "text.format.name");
                yield Optional.of(SandboxBody.object(format.get().getValue("schema"), "text.format.schema"));
            }
            default -> throw SandboxFault.invalid("text.format.type", "Unknown format.");
        };
    }
}
