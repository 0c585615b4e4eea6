package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxPrompt.Side;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a GenerateContent request: https://ai.google.dev/api/generate-content. Names may also be written in snake case, as in all of protobuf's JSON. */
final class GeminiReader {

    /** The models that refuse a call without its signature: https://ai.google.dev/gemini-api/docs/thought-signatures. */
    private static final Pattern INSISTING = Pattern.compile("gemini-([3-9]|[1-9]\\d)\\b.*");

    private final SandboxTarget target;
    private final JsonObject body;
    private final JsonObject config;
    private final SandboxTools tools;
    private final Optional<JsonObject> schema;
    private final SandboxPrompt prompt = new SandboxPrompt();

    GeminiReader(SandboxTarget target, JsonObject body) {
        this.target = target;
        this.body = body;
        this.config = member(body, "generationConfig");
        this.tools = tools();
        this.schema = schema();
        prompt.beside(tools.bytes() + schema.map(SandboxTokens::ofStrings).orElse(0L));
        contents();
    }

    SandboxRequest request(boolean stream) {
        if (value(body, "cachedContent") != null) {
            throw new SandboxFault(
                    SandboxFault.Kind.UNKNOWN_PATH, "cachedContent", "CachedContent not found (or permission denied)");
        }
        JsonObject named = snakeless(config);
        SandboxBody.range(named, "temperature", 0, 2);
        long limit = SandboxBody.count(named, "maxOutputTokens").orElse(Long.MAX_VALUE);
        long choices = SandboxBody.count(named, "candidateCount").orElse(1L);
        List<String> stops = SandboxBody.texts(named, "stopSequences");
        return new SandboxRequest(
                target,
                stream,
                prompt,
                prompt.usage(false),
                tools,
                schema,
                thinks(),
                new SandboxRequest.Limits(limit, stops, (int) Math.min(choices, Integer.MAX_VALUE)));
    }

    /** Whether thoughts are to be told and not only counted: https://ai.google.dev/gemini-api/docs/thinking. */
    boolean showsThoughts() {
        return Boolean.TRUE.equals(value(member(config, "thinkingConfig"), "includeThoughts"));
    }

    private boolean thinks() {
        JsonObject thinking = member(config, "thinkingConfig");
        @Nullable Object budget = value(thinking, "thinkingBudget");
        if (budget instanceof Number tokens) {
            return tokens.longValue() != 0;
        }
        return showsThoughts() || value(thinking, "thinkingLevel") != null;
    }

    private Optional<JsonObject> schema() {
        @Nullable Object openApi = value(config, "responseSchema");
        if (openApi != null) {
            JsonObject schema = SandboxBody.object(openApi, "generationConfig.responseSchema");
            GeminiSchema.check(schema, "generation_config.response_schema");
            return Optional.of(schema);
        }
        @Nullable Object json = value(config, "responseJsonSchema");
        if (json != null) {
            return Optional.of(SandboxBody.object(json, "generationConfig.responseJsonSchema"));
        }
        boolean jsonMode = "application/json".equals(value(config, "responseMimeType"));
        return jsonMode ? Optional.of(SandboxRequest.ANY_OBJECT) : Optional.empty();
    }

    /** https://ai.google.dev/gemini-api/docs/function-calling. */
    private SandboxTools tools() {
        List<SandboxTools.Function> functions = new ArrayList<>();
        for (JsonObject tool : SandboxBody.objects(body, "tools")) {
            for (JsonObject each : SandboxBody.objects(snakeless(tool), "functionDeclarations")) {
                functions.add(function(snakeless(each), "tools[0].function_declarations[" + functions.size() + "]"));
            }
        }
        JsonObject calling = member(member(body, "toolConfig"), "functionCallingConfig");
        List<String> allowed = SandboxBody.texts(snakeless(calling), "allowedFunctionNames");
        return switch (calling.getString("mode", "AUTO")) {
            case "NONE" -> new SandboxTools(functions, SandboxTools.Mode.NONE, "", true);
            case "ANY" ->
                allowed.isEmpty()
                        ? new SandboxTools(functions, SandboxTools.Mode.ANY, "", true)
                        : new SandboxTools(functions, SandboxTools.Mode.NAMED, allowed.get(0), true);
            case "AUTO", "VALIDATED" -> new SandboxTools(functions, SandboxTools.Mode.AUTO, "", true);
            default -> throw SandboxFault.invalid("tool_config", "Invalid value at 'tool_config.mode'");
        };
    }

    private static SandboxTools.Function function(JsonObject declared, String path) {
        JsonObject parameters = SandboxBody.schema(declared, "parameters", path + ".parameters");
        GeminiSchema.check(parameters, path + ".parameters");
        @Nullable Object json = value(declared, "parametersJsonSchema");
        return new SandboxTools.Function(
                SandboxBody.name(declared, "name", path + ".name"),
                declared.getString("description", ""),
                json == null ? parameters : SandboxBody.object(json, path + ".parametersJsonSchema"));
    }

    private void contents() {
        GeminiParts parts = new GeminiParts(prompt);
        @Nullable Object system = value(body, "systemInstruction");
        if (system != null) {
            prompt.message(Side.SYSTEM);
            parts.read(SandboxBody.object(system, "systemInstruction"), "system_instruction");
        }
        List<JsonObject> contents = SandboxBody.objects(body, "contents");
        if (contents.isEmpty()) {
            throw SandboxFault.invalid("contents", "* GenerateContentRequest.contents: contents is not specified\n");
        }
        for (int i = 0; i < contents.size(); i++) {
            String role = contents.get(i).getString("role", "user");
            switch (role) {
                case "user", "function" -> prompt.message(Side.USER);
                case "model" -> prompt.message(Side.ASSISTANT);
                default -> throw SandboxFault.invalid("contents", "Please use a valid role: user, model.");
            }
            parts.begin("model".equals(role));
            parts.read(contents.get(i), "contents[" + i + "]");
        }
        prompt.end();
        parts.end(thinks() && INSISTING.matcher(target.name()).matches());
    }

    /** The object of that name, an empty one when it is absent. */
    private static JsonObject member(JsonObject object, String name) {
        @Nullable Object value = value(object, name);
        return value == null ? new JsonObject() : SandboxBody.object(value, name);
    }

    static @Nullable Object value(JsonObject object, String name) {
        @Nullable Object value = object.getValue(name);
        return value == null ? object.getValue(snake(name)) : value;
    }

    /** The same members under names in camel case. */
    static JsonObject snakeless(JsonObject object) {
        JsonObject camel = new JsonObject();
        object.forEach(each -> camel.put(camel(each.getKey()), each.getValue()));
        return camel;
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean upper = i > 0 && name.charAt(i - 1) == '_';
            if (name.charAt(i) != '_') {
                camel.append(upper ? Character.toUpperCase(name.charAt(i)) : name.charAt(i));
            }
        }
        return camel.toString();
    }
}
