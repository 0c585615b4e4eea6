package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxPrompt.Side;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a chat request of Ollama's. Content is always a string and arguments an object, as its Go types want them; calls have no ids. */
final class OllamaReader {

    private OllamaReader() {}

    static SandboxRequest read(SandboxTarget target, JsonObject body) {
        SandboxTools tools = tools(body);
        Optional<JsonObject> schema = schema(body);
        SandboxPrompt prompt = new SandboxPrompt()
                .beside(tools.bytes() + schema.map(SandboxTokens::ofStrings).orElse(0L));
        for (JsonObject each : SandboxBody.someObjects(body, "messages")) {
            message(prompt, each);
        }
        prompt.end();
        return new SandboxRequest(
                target,
                !Boolean.FALSE.equals(body.getValue("stream")),
                prompt,
                prompt.plainUsage(),
                tools,
                schema,
                thinks(body.getValue("think")),
                limits(SandboxBody.maybeObject(body, "options").orElseGet(JsonObject::new)));
    }

    private static void message(SandboxPrompt prompt, JsonObject message) {
        String role = SandboxBody.text(message, "role", "messages.role");
        String text = content(message.getValue("content"));
        switch (role) {
            case "system" -> prompt.message(Side.SYSTEM).text(text);
            case "user" -> prompt.message(Side.USER).text(text);
            case "assistant" -> prompt.message(Side.ASSISTANT).text(text);
            case "tool" -> prompt.message(Side.USER).result(text);
            default -> throw SandboxFault.invalid("messages.role", "invalid role: " + role);
        }
        for (Object each : SandboxBody.list(message, "images", "messages.images")) {
            image(each);
            prompt.medium();
        }
        for (JsonObject call : SandboxBody.objects(message, "tool_calls", "messages.tool_calls")) {
            JsonObject function = SandboxBody.object(call.getValue("function"), "messages.tool_calls.function");
            if (!(function.getValue("arguments") instanceof JsonObject)) {
                throw mistyped("messages.tool_calls.function.arguments", "api.ToolCallFunctionArguments");
            }
        }
    }

    private static String content(@Nullable Object content) {
        if (content == null || content instanceof String) {
            return content == null ? "" : (String) content;
        }
        throw mistyped("messages.content", "string");
    }

    private static SandboxFault mistyped(String field, String type) {
        return SandboxFault.invalid(
                field, "json: cannot unmarshal value into Go struct field ChatRequest." + field + " of type " + type);
    }

    private static void image(Object image) {
        try {
            Base64.getDecoder().decode(String.valueOf(image));
        } catch (IllegalArgumentException wrong) {
            throw SandboxFault.invalid("messages.images", "illegal base64 data at input byte 0");
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
        return new SandboxTools(functions, SandboxTools.Mode.AUTO, "", true);
    }

    private static Optional<JsonObject> schema(JsonObject body) {
        @Nullable Object format = body.getValue("format");
        if (format == null || "".equals(format)) {
            return Optional.empty();
        }
        if (format instanceof JsonObject schema) {
            return Optional.of(schema);
        }
        if ("json".equals(format)) {
            return Optional.of(SandboxRequest.ANY_OBJECT);
        }
        throw SandboxFault.invalid(
                "format", "invalid format: \"" + format + "\"; expected \"json\" or a valid JSON Schema object");
    }

    private static boolean thinks(@Nullable Object think) {
        if (think == null
                || think instanceof Boolean
                || List.of("high", "medium", "low").contains(think)) {
            return think != null && !Boolean.FALSE.equals(think);
        }
        throw SandboxFault.invalid("think", "invalid think value: must be a boolean or \"high\", \"medium\", \"low\"");
    }

    /** A negative number of tokens is no limit. */
    private static SandboxRequest.Limits limits(JsonObject options) {
        boolean limited = options.getValue("num_predict") instanceof Number number && number.longValue() > 0;
        long limit = limited ? SandboxBody.count(options, "num_predict").orElseThrow() : Long.MAX_VALUE;
        List<String> stops =
                options.getValue("stop") instanceof JsonArray ? SandboxBody.texts(options, "stop") : List.of();
        return new SandboxRequest.Limits(limit, stops, 1);
    }
}
