package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxPrompt.Side;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a chat completions request. */
final class ChatReader {

    private ChatReader() {}

    static SandboxRequest read(JsonObject body, String model) {
        SandboxTarget target = SandboxTarget.of(model).usedBy(body.getValue("user") instanceof String user ? user : "");
        SandboxTools tools = tools(body);
        Optional<JsonObject> schema = schema(body);
        SandboxPrompt prompt = new SandboxPrompt()
                .beside(tools.bytes() + schema.map(SandboxTokens::ofStrings).orElse(0L));
        List<JsonObject> messages = SandboxBody.someObjects(body, "messages");
        for (int i = 0; i < messages.size(); i++) {
            if (model.startsWith("gpt-")) {
                checkMembers(messages.get(i), "messages[" + i + "]");
            }
            message(prompt, messages.get(i), "messages[" + i + "]");
        }
        prompt.end();
        SandboxUsage usage = prompt.usage(body.getValue("prompt_cache_key") instanceof String);
        return new SandboxRequest(
                target, SandboxBody.flag(body, "stream"), prompt, usage, tools, schema, reasons(body), limits(body));
    }

    static boolean includesUsage(JsonObject body) {
        return SandboxBody.maybeObject(body, "stream_options")
                .filter(options -> SandboxBody.flag(options, "include_usage"))
                .isPresent();
    }

    /** OpenAI knows no members for thoughts, as other speakers of its protocol do. */
    private static void checkMembers(JsonObject message, String path) {
        refuse(message, List.of("reasoning_content", "reasoning_details"), path);
        for (JsonObject each : SandboxBody.objects(message, "tool_calls", path + ".tool_calls")) {
            refuse(each, List.of("extra_content"), path + ".tool_calls");
        }
    }

    private static void refuse(JsonObject object, List<String> names, String path) {
        for (String each : names) {
            if (object.containsKey(each)) {
                throw SandboxFault.invalid(path + "." + each, "Unknown parameter: '" + path + "." + each + "'.");
            }
        }
    }

    private static void message(SandboxPrompt prompt, JsonObject message, String path) {
        String role = message.getString("role", "user");
        switch (role) {
            case "system", "developer" -> content(prompt.message(Side.SYSTEM), message, path);
            case "user" -> content(prompt.message(Side.USER), message, path);
            case "assistant" -> {
                content(prompt.message(Side.ASSISTANT), message, path);
                for (JsonObject each : SandboxBody.objects(message, "tool_calls", path + ".tool_calls")) {
                    prompt.call(SandboxBody.name(each, "id", path + ".tool_calls.id"), path + ".tool_calls");
                    JsonObject function = SandboxBody.object(each.getValue("function"), path + ".tool_calls.function");
                    SandboxBody.text(function, "arguments", path + ".tool_calls.function.arguments");
                }
            }
            case "tool" ->
                prompt.message(Side.USER)
                        .result(
                                SandboxBody.name(message, "tool_call_id", path + ".tool_call_id"),
                                text(message.getValue("content")),
                                path);
            case "function" -> prompt.message(Side.USER).result(text(message.getValue("content")));
            default -> throw SandboxFault.invalid(path + ".role", "Unknown role '" + role + "'.");
        }
    }

    private static String text(@Nullable Object content) {
        if (content instanceof String text) {
            return text;
        }
        StringBuilder all = new StringBuilder();
        if (content instanceof JsonArray parts) {
            for (Object part : parts) {
                if (part instanceof JsonObject object && object.getValue("text") instanceof String text) {
                    all.append(text);
                }
            }
        }
        return all.toString();
    }

    private static void content(SandboxPrompt prompt, JsonObject message, String path) {
        if (!(message.getValue("content") instanceof JsonArray)) {
            prompt.text(text(message.getValue("content")));
            return;
        }
        for (JsonObject part : SandboxBody.objects(message, "content", path + ".content")) {
            String type = part.getString("type", "text");
            switch (type) {
                case "text" -> prompt.text(SandboxBody.text(part, "text", path + ".content.text"));
                case "refusal" -> prompt.text(SandboxBody.text(part, "refusal", path + ".content.refusal"));
                case "image_url" -> {
                    JsonObject image = SandboxBody.object(part.getValue("image_url"), path + ".content.image_url");
                    SandboxBody.name(image, "url", path + ".content.image_url.url");
                    prompt.medium();
                }
                case "input_audio", "file" -> {
                    SandboxBody.object(part.getValue(type), path + ".content." + type);
                    prompt.medium();
                }
                default -> throw SandboxFault.invalid(path + ".content", "Unknown content part '" + type + "'.");
            }
        }
    }

    private static SandboxTools tools(JsonObject body) {
        List<SandboxTools.Function> functions = new ArrayList<>();
        for (JsonObject tool : SandboxBody.objects(body, "tools")) {
            if (tool.getValue("function") instanceof JsonObject function) {
                String path = "tools[" + functions.size() + "].function";
                functions.add(new SandboxTools.Function(
                        SandboxBody.name(function, "name", path + ".name"),
                        function.getString("description", ""),
                        SandboxBody.schema(function, "parameters", path + ".parameters")));
            }
        }
        boolean parallel = !Boolean.FALSE.equals(body.getValue("parallel_tool_calls"));
        @Nullable Object choice = body.getValue("tool_choice");
        if (choice instanceof JsonObject chosen) {
            JsonObject wanted = SandboxBody.object(chosen.getValue("function"), "tool_choice.function");
            String name = SandboxBody.name(wanted, "name", "tool_choice.function.name");
            return new SandboxTools(functions, SandboxTools.Mode.NAMED, name, parallel);
        }
        SandboxTools.Mode mode = "none".equals(choice)
                ? SandboxTools.Mode.NONE
                : "required".equals(choice) ? SandboxTools.Mode.ANY : SandboxTools.Mode.AUTO;
        return new SandboxTools(functions, mode, "", parallel);
    }

    private static Optional<JsonObject> schema(JsonObject body) {
        Optional<JsonObject> format = SandboxBody.maybeObject(body, "response_format");
        if (format.isEmpty()) {
            return Optional.empty();
        }
        if ("json_object".equals(format.get().getValue("type"))) {
            return Optional.of(SandboxRequest.ANY_OBJECT);
        }
        if ("json_schema".equals(format.get().getValue("type"))) {
            JsonObject named = SandboxBody.object(format.get().getValue("json_schema"), "response_format.json_schema");
            SandboxBody.name(named, "name", "response_format.json_schema.name");
            return Optional.of(SandboxBody.schema(named, "schema", "response_format.json_schema.schema"));
        }
        return Optional.empty();
    }

    private static boolean reasons(JsonObject body) {
        return body.getValue("reasoning_effort") instanceof String effort && !"none".equals(effort);
    }

    private static SandboxRequest.Limits limits(JsonObject body) {
        long limit = SandboxBody.count(body, "max_completion_tokens")
                .or(() -> SandboxBody.count(body, "max_tokens"))
                .orElse(Long.MAX_VALUE);
        long choices = SandboxBody.count(body, "n").orElse(1L);
        List<String> stops =
                body.getValue("stop") instanceof String stop ? List.of(stop) : SandboxBody.texts(body, "stop");
        return new SandboxRequest.Limits(limit, stops, (int) Math.min(choices, Integer.MAX_VALUE));
    }
}
