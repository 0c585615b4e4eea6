package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerFormat;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Fields;
import io.signalbox.chat.Hints;
import io.signalbox.chat.Message;
import io.signalbox.chat.Reasoning;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.Sampling;
import io.signalbox.chat.Tool;
import io.signalbox.chat.ToolChoice;
import io.signalbox.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a Messages request that was scanned before into no protocol's words; every mistake names its parameter. The members are those of
 * <a href="https://platform.claude.com/docs/en/api/messages">Anthropic's reference</a>.
 */
final class MessagesRequestReader {

    private final Fields body;

    private MessagesRequestReader(ObjectNode body) {
        this.body = new Fields(body, "");
    }

    static ChatRequest read(byte[] bytes) {
        try {
            return new MessagesRequestReader((ObjectNode) Json.read(bytes)).request();
        } catch (IOException unreadable) {
            throw RequestFault.unreadable();
        }
    }

    private ChatRequest request() {
        List<Message> messages = new ArrayList<>();
        if (body.has("system")) {
            messages.add(Message.of(Message.Role.SYSTEM, BlockReader.texts(body, "system")));
        }
        body.list("messages").forEach(each -> TurnReader.read(each, messages));
        BlockReader.cache(body).ifPresent(mark -> TurnReader.markLast(messages, mark));
        return new ChatRequest(
                messages,
                tools(),
                toolChoice(),
                format(),
                reasoning(),
                sampling(),
                body.whole("max_tokens").orElse(0L),
                hints(),
                extra());
    }

    private List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        for (Fields each : body.list("tools")) {
            tools.add(tool(each));
        }
        return tools;
    }

    private static Tool tool(Fields tool) {
        if (!"custom".equals(tool.text("type").orElse("custom"))) {
            throw tool.unsupported("type", "is a tool that only Anthropic's own servers run");
        }
        if (tool.flag("defer_loading").orElse(false)) {
            throw tool.unsupported("defer_loading", "is understood by Anthropic's own servers only");
        }
        for (String caller : tool.texts("allowed_callers")) {
            if (!"direct".equals(caller)) {
                throw tool.unsupported("allowed_callers", "names a caller that only Anthropic's own servers have");
            }
        }
        return new Tool(
                tool.requiredText("name"),
                tool.text("description"),
                tool.required("input_schema").node(),
                tool.flag("strict"),
                BlockReader.cache(tool));
    }

    private ToolChoice toolChoice() {
        Optional<Fields> given = body.object("tool_choice");
        if (given.isEmpty()) {
            return ToolChoice.AUTO;
        }
        Fields choice = given.get();
        boolean serial = choice.flag("disable_parallel_tool_use").orElse(false);
        return switch (choice.requiredText("type")) {
            case "auto" -> new ToolChoice(ToolChoice.Mode.AUTO, Optional.empty(), serial);
            case "none" -> new ToolChoice(ToolChoice.Mode.NONE, Optional.empty(), serial);
            case "any" -> new ToolChoice(ToolChoice.Mode.REQUIRED, Optional.empty(), serial);
            case "tool" -> new ToolChoice(ToolChoice.Mode.NAMED, Optional.of(choice.requiredText("name")), serial);
            default -> throw choice.invalid("type", "must be auto, any, tool or none");
        };
    }

    private AnswerFormat format() {
        Optional<Fields> given = body.object("output_config")
                .flatMap(config -> config.object("format"))
                .or(() -> body.object("output_format"));
        if (given.isEmpty()) {
            return AnswerFormat.text();
        }
        Fields format = given.get();
        if (!"json_schema".equals(format.requiredText("type"))) {
            throw format.invalid("type", "must be json_schema");
        }
        ObjectNode schema = format.required("schema").node();
        return new AnswerFormat.JsonSchema("answer", Optional.empty(), schema, true);
    }

    /** Effort without thinking is a wish too; high is what a model does unasked, and so is no wish. */
    private Reasoning reasoning() {
        Optional<Fields> thinking = body.object("thinking");
        String type = thinking.map(it -> it.requiredText("type")).orElse("");
        Optional<Boolean> shown = thinking.flatMap(it -> it.text("display")).map(display -> !"omitted".equals(display));
        return switch (type) {
            case "" ->
                effort().filter(it -> it != Reasoning.Effort.HIGH)
                        .map(it -> new Reasoning(Optional.of(it), 0, Optional.empty()))
                        .orElse(Reasoning.UNSAID);
            case "disabled" -> new Reasoning(Optional.of(Reasoning.Effort.NONE), 0, Optional.empty());
            case "adaptive" -> new Reasoning(Optional.of(effort().orElse(Reasoning.Effort.HIGH)), 0, shown);
            case "enabled" -> new Reasoning(Optional.empty(), budget(thinking.orElseThrow()), shown);
            default -> throw thinking.orElseThrow().invalid("type", "must be enabled, adaptive or disabled");
        };
    }

    private static long budget(Fields thinking) {
        return thinking.whole("budget_tokens")
                .filter(budget -> budget > 0)
                .orElseThrow(() -> thinking.invalid("budget_tokens", "must be a whole number of at least 1"));
    }

    private Optional<Reasoning.Effort> effort() {
        Optional<Fields> config = body.object("output_config");
        return config.flatMap(it -> it.text("effort")).map(effort -> switch (effort) {
            case "low" -> Reasoning.Effort.LOW;
            case "medium" -> Reasoning.Effort.MEDIUM;
            case "high" -> Reasoning.Effort.HIGH;
            case "xhigh", "max" -> Reasoning.Effort.XHIGH;
            default -> throw config.orElseThrow().invalid("effort", "must be low, medium, high, xhigh or max");
        });
    }

    private Sampling sampling() {
        return new Sampling(
                body.decimal("temperature"),
                body.decimal("top_p"),
                body.whole("top_k"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                body.texts("stop_sequences"),
                1,
                false,
                Optional.empty(),
                Optional.empty());
    }

    private Hints hints() {
        return new Hints(
                body.object("metadata").flatMap(it -> it.text("user_id")),
                Optional.empty(),
                body.text("service_tier").filter("standard_only"::equals).map(tier -> "default"),
                Optional.empty(),
                Optional.empty());
    }

    private Map<String, JsonNode> extra() {
        Map<String, JsonNode> extra = new HashMap<>();
        body.node().properties().forEach(member -> {
            if (!MessagesField.isTranslated(member.getKey())
                    && !member.getValue().isNull()) {
                extra.put(member.getKey(), member.getValue());
            }
        });
        return extra;
    }
}
