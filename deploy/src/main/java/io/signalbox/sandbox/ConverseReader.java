package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxPrompt.Side;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a Converse request. The cache's order is tools, system, messages. */
final class ConverseReader {

    private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final List<String> THINKING = List.of("thinking", "reasoning_config", "reasoningConfig");

    private final SandboxTarget target;
    private final JsonObject body;
    private final SandboxTools tools;
    private final Optional<JsonObject> schema;
    private final SandboxPrompt prompt = new SandboxPrompt();
    private final ConverseBlocks blocks = new ConverseBlocks(prompt);

    ConverseReader(SandboxTarget target, JsonObject body) {
        this.target = target;
        this.body = body;
        this.schema = schema();
        this.tools = tools();
        prompt.beside(schema.map(SandboxTokens::ofStrings).orElse(0L));
        system();
        messages();
        prompt.end();
        blocks.end(thinks("enabled"), body.getValue("toolConfig") != null);
    }

    SandboxRequest request(boolean stream) {
        JsonObject config = SandboxBody.maybeObject(body, "inferenceConfig").orElseGet(JsonObject::new);
        SandboxBody.range(config, "temperature", 0, 1);
        long limit = SandboxBody.count(config, "maxTokens").orElse(Long.MAX_VALUE);
        return new SandboxRequest(
                target,
                stream,
                prompt,
                prompt.markedUsage(),
                tools,
                schema,
                thinks("enabled") || thinks("adaptive"),
                new SandboxRequest.Limits(limit, SandboxBody.texts(config, "stopSequences"), 1));
    }

    /** The models' own members: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-reasoning.html. */
    private boolean thinks(String type) {
        JsonObject more =
                SandboxBody.maybeObject(body, "additionalModelRequestFields").orElseGet(JsonObject::new);
        return THINKING.stream()
                .anyMatch(each -> SandboxBody.maybeObject(more, each)
                        .filter(thinking -> type.equals(thinking.getValue("type")))
                        .isPresent());
    }

    /** https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html: the schema is JSON within a string. */
    private Optional<JsonObject> schema() {
        Optional<JsonObject> format = SandboxBody.maybeObject(body, "outputConfig")
                .flatMap(config -> SandboxBody.maybeObject(config, "textFormat"));
        if (format.isEmpty()) {
            return Optional.empty();
        }
        if (!"json_schema".equals(format.get().getValue("type"))) {
            throw SandboxFault.invalid("outputConfig", "outputConfig.textFormat.type: must be json_schema");
        }
        JsonObject structure = SandboxBody.object(format.get().getValue("structure"), "outputConfig.structure");
        JsonObject named = SandboxBody.object(structure.getValue("jsonSchema"), "outputConfig.structure.jsonSchema");
        try {
            return Optional.of(new JsonObject(SandboxBody.name(named, "schema", "outputConfig.jsonSchema.schema")));
        } catch (DecodeException notJson) {
            throw SandboxFault.invalid("outputConfig", "outputConfig.jsonSchema.schema: is no JSON");
        }
    }

    private SandboxTools tools() {
        Optional<JsonObject> config = SandboxBody.maybeObject(body, "toolConfig");
        if (config.isEmpty()) {
            return SandboxTools.NONE;
        }
        List<SandboxTools.Function> functions = new ArrayList<>();
        for (JsonObject tool : SandboxBody.someObjects(config.get(), "tools")) {
            if (!blocks.isMark(tool)) {
                String path = "toolConfig.tools." + functions.size() + ".member.toolSpec";
                SandboxTools.Function function = function(SandboxBody.object(tool.getValue("toolSpec"), path), path);
                functions.add(function);
                prompt.beside(function.bytes());
            }
        }
        JsonObject choice = SandboxBody.maybeObject(config.get(), "toolChoice").orElseGet(JsonObject::new);
        if (choice.getValue("tool") instanceof JsonObject named) {
            String name = SandboxBody.name(named, "name", "toolConfig.toolChoice.tool.name");
            return new SandboxTools(functions, SandboxTools.Mode.NAMED, name, true);
        }
        if (!choice.isEmpty() && !choice.containsKey("any") && !choice.containsKey("auto")) {
            throw SandboxFault.invalid("toolChoice", "toolConfig.toolChoice: unknown member");
        }
        SandboxTools.Mode mode = choice.containsKey("any") ? SandboxTools.Mode.ANY : SandboxTools.Mode.AUTO;
        return new SandboxTools(functions, mode, "", true);
    }

    private static SandboxTools.Function function(JsonObject spec, String path) {
        String name = SandboxBody.name(spec, "name", path + ".name");
        if (!TOOL_NAME.matcher(name).matches()) {
            throw SandboxFault.invalid(
                    path,
                    "Value '" + name + "' at '" + path
                            + ".name' failed to satisfy constraint: Member must satisfy regular expression pattern:"
                            + " [a-zA-Z0-9_-]+");
        }
        JsonObject input = SandboxBody.object(spec.getValue("inputSchema"), path + ".inputSchema");
        JsonObject schema = SandboxBody.object(input.getValue("json"), path + ".inputSchema.json");
        if (!"object".equals(schema.getValue("type"))) {
            throw SandboxFault.invalid(
                    path,
                    "The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be one of the following:"
                            + " object.");
        }
        return new SandboxTools.Function(name, spec.getString("description", ""), schema);
    }

    private void system() {
        List<JsonObject> parts = SandboxBody.objects(body, "system");
        if (!parts.isEmpty()) {
            prompt.message(Side.SYSTEM);
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!blocks.isMark(parts.get(i))) {
                blocks.text(parts.get(i), "system." + i);
            }
        }
    }

    private void messages() {
        List<JsonObject> messages = SandboxBody.someObjects(body, "messages");
        for (int i = 0; i < messages.size(); i++) {
            String role = messages.get(i).getString("role", "");
            String expected = i % 2 == 0 ? "user" : "assistant";
            if (!role.equals(expected)) {
                throw SandboxFault.invalid(
                        "messages",
                        i == 0
                                ? "A conversation must start with a user message. Try again with a conversation that"
                                        + " starts with a user message."
                                : "A conversation must alternate between user and assistant roles. Make sure the"
                                        + " conversation alternates between user and assistant roles and try again.");
            }
            blocks.message(
                    messages.get(i), "user".equals(role) ? Side.USER : Side.ASSISTANT, "messages." + i + ".content");
        }
    }
}
