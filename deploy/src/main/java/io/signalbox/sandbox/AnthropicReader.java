package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxPrompt.Side;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a Messages request: https://docs.claude.com/en/api/messages. The cache's order is tools, system, messages. */
final class AnthropicReader {

    private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
    private static final long BUDGET_MIN = 1_024;

    private final JsonObject body;
    private final SandboxTarget target;
    private final SandboxTools tools;
    private final Optional<JsonObject> schema;
    private final SandboxPrompt prompt = new SandboxPrompt();
    private final AnthropicBlocks blocks = new AnthropicBlocks(prompt);

    AnthropicReader(JsonObject body) {
        this.body = body;
        this.target = SandboxTarget.of(SandboxBody.name(body, "model", "model"));
        this.schema = schema();
        this.tools = tools();
        prompt.beside(schema.map(SandboxTokens::ofStrings).orElse(0L));
        system();
        messages();
        prompt.end();
        blocks.end(thinksByBudget());
    }

    SandboxTarget target() {
        return target;
    }

    SandboxPrompt prompt() {
        return prompt;
    }

    /** The whole request; what counting alone does not need is checked here. */
    SandboxRequest request() {
        long limit = SandboxBody.count(body, "max_tokens")
                .orElseThrow(() -> SandboxFault.invalid("max_tokens", "max_tokens: Field required"));
        checkThinking(limit);
        SandboxBody.range(body, "temperature", 0, 1);
        return new SandboxRequest(
                target,
                SandboxBody.flag(body, "stream"),
                prompt,
                prompt.markedUsage(),
                tools,
                schema,
                thinks(),
                new SandboxRequest.Limits(limit, SandboxBody.texts(body, "stop_sequences"), 1));
    }

    private JsonObject thinking() {
        return SandboxBody.maybeObject(body, "thinking").orElseGet(JsonObject::new);
    }

    private boolean thinksByBudget() {
        return "enabled".equals(thinking().getValue("type"));
    }

    private boolean thinks() {
        return thinksByBudget() || "adaptive".equals(thinking().getValue("type"));
    }

    /** Whether thinking blocks are to come without their text. */
    boolean hidesThoughts() {
        return "omitted".equals(thinking().getValue("display"));
    }

    /** https://docs.claude.com/en/docs/build-with-claude/extended-thinking. */
    private void checkThinking(long limit) {
        if (thinks() && (tools.mode() == SandboxTools.Mode.ANY || tools.mode() == SandboxTools.Mode.NAMED)) {
            throw SandboxFault.invalid("tool_choice", "Thinking may not be enabled when tool_choice forces tool use.");
        }
        if (!thinksByBudget()) {
            return;
        }
        long budget = SandboxBody.count(thinking(), "budget_tokens")
                .orElseThrow(() -> SandboxFault.invalid("thinking", "thinking.enabled.budget_tokens: Field required"));
        if (budget < BUDGET_MIN) {
            throw SandboxFault.invalid(
                    "thinking",
                    "thinking.enabled.budget_tokens: Input should be greater than or equal to " + BUDGET_MIN);
        }
        if (budget >= limit) {
            throw SandboxFault.invalid("max_tokens", "`max_tokens` must be greater than `thinking.budget_tokens`.");
        }
        if (body.getValue("temperature") instanceof Number temperature && temperature.doubleValue() != 1) {
            throw SandboxFault.invalid("temperature", "`temperature` may only be set to 1 when thinking is enabled.");
        }
        if (body.getValue("top_k") != null) {
            throw SandboxFault.invalid("top_k", "`top_k` must be unset when thinking is enabled.");
        }
    }

    private SandboxTools tools() {
        List<SandboxTools.Function> functions = new ArrayList<>();
        for (JsonObject tool : SandboxBody.objects(body, "tools")) {
            String path = "tools." + functions.size();
            String type = tool.getString("type", "custom");
            if (!"custom".equals(type)) {
                continue;
            }
            String name = SandboxBody.name(tool, "name", path + ".custom.name");
            if (!TOOL_NAME.matcher(name).matches()) {
                throw SandboxFault.invalid(
                        path, path + ".custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
            }
            JsonObject schema = SandboxBody.object(tool.getValue("input_schema"), path + ".custom.input_schema");
            if (!"object".equals(schema.getValue("type"))) {
                throw SandboxFault.invalid(path, path + ".custom.input_schema.type: Input should be 'object'");
            }
            SandboxTools.Function function = new SandboxTools.Function(name, tool.getString("description", ""), schema);
            functions.add(function);
            prompt.beside(function.bytes());
            blocks.mark(tool);
        }
        JsonObject choice = SandboxBody.maybeObject(body, "tool_choice").orElseGet(JsonObject::new);
        return new SandboxTools(
                functions,
                mode(choice.getString("type", "auto")),
                choice.getString("name", ""),
                !SandboxBody.flag(choice, "disable_parallel_tool_use"));
    }

    private static SandboxTools.Mode mode(String type) {
        return switch (type) {
            case "auto" -> SandboxTools.Mode.AUTO;
            case "none" -> SandboxTools.Mode.NONE;
            case "any" -> SandboxTools.Mode.ANY;
            case "tool" -> SandboxTools.Mode.NAMED;
            default -> throw SandboxFault.invalid("tool_choice", "tool_choice: unknown type '" + type + "'");
        };
    }

    /** https://docs.claude.com/en/docs/build-with-claude/structured-outputs; the older member is {@code output_format}. */
    private Optional<JsonObject> schema() {
        Optional<JsonObject> format = SandboxBody.maybeObject(body, "output_config")
                .flatMap(config -> SandboxBody.maybeObject(config, "format"))
                .or(() -> SandboxBody.maybeObject(body, "output_format"));
        return format.map(each -> SandboxBody.object(each.getValue("schema"), "output_config.format.schema"));
    }

    private void system() {
        if (body.getValue("system") instanceof String text) {
            prompt.message(Side.SYSTEM).text(text);
            return;
        }
        List<JsonObject> parts = SandboxBody.objects(body, "system");
        if (parts.isEmpty()) {
            return;
        }
        prompt.message(Side.SYSTEM);
        for (int i = 0; i < parts.size(); i++) {
            blocks.text(parts.get(i), "system." + i);
        }
    }

    private void messages() {
        List<JsonObject> messages = SandboxBody.someObjects(body, "messages");
        for (int i = 0; i < messages.size(); i++) {
            JsonObject message = messages.get(i);
            String path = "messages." + i;
            String role = SandboxBody.text(message, "role", path + ".role");
            if (!"user".equals(role) && !"assistant".equals(role)) {
                throw SandboxFault.invalid(
                        path,
                        "messages: Unexpected role \"" + role + "\". Allowed roles are \"user\" or \"assistant\".");
            }
            boolean last = i == messages.size() - 1;
            blocks.message(message, "user".equals(role) ? Side.USER : Side.ASSISTANT, path, last);
        }
    }
}
