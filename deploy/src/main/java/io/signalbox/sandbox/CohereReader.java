package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxPrompt.Side;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a chat request of Cohere's. */
final class CohereReader {

    private CohereReader() {}

    static SandboxRequest read(SandboxTarget target, JsonObject body) {
        SandboxTools tools = tools(body);
        Optional<JsonObject> schema = schema(body);
        SandboxPrompt prompt = new SandboxPrompt()
                .beside(tools.bytes() + schema.map(SandboxTokens::ofStrings).orElse(0L));
        List<JsonObject> messages = SandboxBody.someObjects(body, "messages");
        for (int i = 0; i < messages.size(); i++) {
            message(prompt, messages.get(i), "messages[" + i + "]");
        }
        prompt.end();
        SandboxBody.range(body, "p", 0.01, 0.99);
        SandboxBody.range(body, "k", 0, 500);
        SandboxBody.range(body, "frequency_penalty", 0, 1);
        SandboxBody.range(body, "presence_penalty", 0, 1);
        long limit = SandboxBody.count(body, "max_tokens").orElse(Long.MAX_VALUE);
        return new SandboxRequest(
                target,
                SandboxBody.flag(body, "stream"),
                prompt,
                prompt.usage(false),
                tools,
                schema,
                thinks(body),
                new SandboxRequest.Limits(limit, SandboxBody.texts(body, "stop_sequences"), 1));
    }

    /** https://docs.cohere.com/docs/reasoning. */
    private static boolean thinks(JsonObject body) {
        return SandboxBody.maybeObject(body, "thinking")
                .filter(thinking -> "enabled".equals(thinking.getValue("type")))
                .isPresent();
    }

    private static void message(SandboxPrompt prompt, JsonObject message, String path) {
        String role = SandboxBody.text(message, "role", path + ".role");
        switch (role) {
            case "system" -> content(prompt.message(Side.SYSTEM), message, path);
            case "user" -> content(prompt.message(Side.USER), message, path);
            case "assistant" -> {
                content(prompt.message(Side.ASSISTANT), message, path);
                for (JsonObject each : SandboxBody.objects(message, "tool_calls", path + ".tool_calls")) {
                    JsonObject function = SandboxBody.object(each.getValue("function"), path + ".tool_calls.function");
                    SandboxBody.text(function, "arguments", path + ".tool_calls.function.arguments");
                    prompt.call(SandboxBody.name(each, "id", path + ".tool_calls.id"), path);
                }
            }
            case "tool" -> {
                String id = SandboxBody.name(message, "tool_call_id", path + ".tool_call_id");
                prompt.message(Side.USER).result(id, result(message, path), path);
            }
            default -> throw SandboxFault.invalid(path, "invalid role in message: " + role);
        }
    }

    /** What a tool answered: a text, or parts of it, or documents. */
    private static String result(JsonObject message, String path) {
        if (!(message.getValue("content") instanceof JsonArray)) {
            return SandboxBody.text(message, "content", path + ".content");
        }
        StringBuilder text = new StringBuilder();
        for (JsonObject part : SandboxBody.objects(message, "content", path + ".content")) {
            switch (SandboxBody.text(part, "type", path + ".content.type")) {
                case "text" -> text.append(SandboxBody.text(part, "text", path + ".content.text"));
                case "document" -> {
                    JsonObject document = SandboxBody.object(part.getValue("document"), path + ".content.document");
                    text.append(SandboxBody.allTexts(document.getValue("data")));
                }
                default -> throw SandboxFault.invalid(path, path + ".content: unknown type");
            }
        }
        return text.toString();
    }

    private static void content(SandboxPrompt prompt, JsonObject message, String path) {
        @Nullable Object content = message.getValue("content");
        if (content == null || content instanceof String) {
            prompt.text(content == null ? "" : (String) content);
            return;
        }
        for (JsonObject part : SandboxBody.objects(message, "content", path + ".content")) {
            switch (SandboxBody.text(part, "type", path + ".content.type")) {
                case "text" -> prompt.text(SandboxBody.text(part, "text", path + ".content.text"));
                case "image_url" -> {
                    JsonObject image = SandboxBody.object(part.getValue("image_url"), path + ".content.image_url");
                    SandboxBody.name(image, "url", path + ".content.image_url.url");
                    prompt.medium();
                }
                case "thinking" -> SandboxBody.text(part, "thinking", path + ".content.thinking");
                default -> throw SandboxFault.invalid(path, path + ".content: unknown type");
            }
        }
    }

    private static SandboxTools tools(JsonObject body) {
        List<SandboxTools.Function> functions = new ArrayList<>();
        for (JsonObject tool : SandboxBody.objects(body, "tools")) {
            JsonObject function = SandboxBody.object(tool.getValue("function"), "tools.function");
            functions.add(new SandboxTools.Function(
                    SandboxBody.name(function, "name", "tools.function.name"),
                    function.getString("description", ""),
                    SandboxBody.schema(function, "parameters", "tools.function.parameters")));
        }
        String choice = body.getString("tool_choice", "");
        SandboxTools.Mode mode = switch (choice) {
            case "" -> SandboxTools.Mode.AUTO;
            case "REQUIRED" -> SandboxTools.Mode.ANY;
            case "NONE" -> SandboxTools.Mode.NONE;
            default -> throw SandboxFault.invalid("tool_choice", "tool_choice must be REQUIRED or NONE");
        };
        return new SandboxTools(functions, mode, "", true);
    }

    /** https://docs.cohere.com/docs/structured-outputs. */
    private static Optional<JsonObject> schema(JsonObject body) {
        Optional<JsonObject> format = SandboxBody.maybeObject(body, "response_format")
                .filter(each -> "json_object".equals(each.getValue("type")));
        if (format.isPresent() && !SandboxBody.list(body, "tools", "tools").isEmpty()) {
            throw SandboxFault.invalid("response_format", "response_format is not supported with tools");
        }
        return format.map(each -> SandboxBody.maybeObject(each, "json_schema")
                .or(() -> SandboxBody.maybeObject(each, "schema"))
                .orElse(SandboxRequest.ANY_OBJECT));
    }
}
