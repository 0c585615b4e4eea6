package io.signalbox.dialect.responses;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a request that was scanned before into no protocol's words; every mistake names its parameter. */
final class RequestReader {

    private final Fields body;

    private RequestReader(ObjectNode body) {
        this.body = new Fields(body, "");
    }

    static ChatRequest read(ObjectNode body) {
        return new RequestReader(body).request();
    }

    private ChatRequest request() {
        Optional<Fields> format = body.object("text").flatMap(text -> text.object("format"));
        return new ChatRequest(
                messages(),
                tools(),
                toolChoice(),
                format.map(RequestReader::format).orElse(AnswerFormat.text()),
                body.object("reasoning").map(RequestReader::reasoning).orElse(Reasoning.UNSAID),
                sampling(),
                body.whole("max_output_tokens").orElse(0L),
                new Hints(
                        body.text("user").or(() -> body.text("safety_identifier")),
                        body.object("metadata").map(Fields::node),
                        body.text("service_tier"),
                        body.text("prompt_cache_key"),
                        body.flag("store")),
                extra());
    }

    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        body.text("instructions").ifPresent(text -> messages.add(Message.of(Message.Role.DEVELOPER, text)));
        if (body.any("input").filter(JsonNode::isTextual).isPresent()) {
            messages.add(Message.of(Message.Role.USER, body.requiredText("input")));
        } else {
            messages.addAll(ItemReader.messages(body.list("input")));
        }
        return messages;
    }

    /** Those of the tools that may be called: a choice among some of them leaves the others out. */
    private List<Tool> tools() {
        Set<String> allowed = new HashSet<>();
        allowedTools()
                .ifPresent(choice ->
                        choice.list("tools").forEach(each -> each.text("name").ifPresent(allowed::add)));
        List<Tool> tools = new ArrayList<>();
        for (Fields each : body.list("tools")) {
            if (!"function".equals(each.requiredText("type"))) {
                throw each.unsupported("type", "is a tool that only its own provider can run");
            }
            if (allowed.isEmpty() || allowed.contains(each.requiredText("name"))) {
                tools.add(tool(each));
            }
        }
        return tools;
    }

    private static Tool tool(Fields function) {
        return new Tool(
                function.requiredText("name"),
                function.text("description"),
                function.object("parameters")
                        .map(Fields::node)
                        .orElseGet(() -> Json.object().put("type", "object").set("properties", Json.object())),
                function.flag("strict"),
                Optional.empty());
    }

    private Optional<Fields> allowedTools() {
        return body.objectIfObject("tool_choice")
                .filter(choice ->
                        choice.text("type").filter("allowed_tools"::equals).isPresent());
    }

    private ToolChoice toolChoice() {
        boolean serial = body.flag("parallel_tool_calls").filter(on -> !on).isPresent();
        Optional<Fields> some = allowedTools();
        if (some.isPresent()) {
            return choice(some.get().text("mode").orElse("auto"), serial);
        }
        Optional<Fields> named = body.objectIfObject("tool_choice");
        if (named.isEmpty()) {
            return choice(body.text("tool_choice").orElse("auto"), serial);
        }
        if (!"function".equals(named.get().requiredText("type"))) {
            throw named.get().unsupported("type", "is a tool that only its own provider can run");
        }
        return new ToolChoice(ToolChoice.Mode.NAMED, Optional.of(named.get().requiredText("name")), serial);
    }

    private static ToolChoice choice(String mode, boolean serial) {
        return switch (mode) {
            case "auto" -> new ToolChoice(ToolChoice.Mode.AUTO, Optional.empty(), serial);
            case "none" -> new ToolChoice(ToolChoice.Mode.NONE, Optional.empty(), serial);
            case "required" -> new ToolChoice(ToolChoice.Mode.REQUIRED, Optional.empty(), serial);
            default ->
                throw RequestFault.invalid("tool_choice", "'tool_choice' must be auto, none, required or an object");
        };
    }

    private static AnswerFormat format(Fields format) {
        return switch (format.text("type").orElse("text")) {
            case "text" -> AnswerFormat.text();
            case "json_object" -> new AnswerFormat.JsonObject();
            case "json_schema" ->
                new AnswerFormat.JsonSchema(
                        format.text("name").orElse("answer"),
                        format.text("description"),
                        format.object("schema").map(Fields::node).orElseGet(Json::object),
                        format.flag("strict").orElse(false));
            default -> throw format.invalid("type", "must be text, json_object or json_schema");
        };
    }

    private static Reasoning reasoning(Fields reasoning) {
        Optional<Reasoning.Effort> effort = reasoning
                .text("effort")
                .map(name -> Reasoning.Effort.ofWireName(name)
                        .orElseThrow(() ->
                                reasoning.invalid("effort", "must be none, minimal, low, medium, high or xhigh")));
        Optional<Boolean> shown = reasoning
                .text("summary")
                .or(() -> reasoning.text("generate_summary"))
                .map(summary -> true);
        return new Reasoning(effort, 0, shown);
    }

    private Sampling sampling() {
        Optional<Long> topLogprobs = body.whole("top_logprobs").filter(count -> count > 0);
        boolean logprobs = topLogprobs.isPresent() || body.texts("include").contains(RequestScanner.LOGPROBS);
        return new Sampling(
                body.decimal("temperature"),
                body.decimal("top_p"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                1,
                logprobs,
                topLogprobs,
                Optional.empty());
    }

    private Map<String, JsonNode> extra() {
        Map<String, JsonNode> extra = new HashMap<>();
        body.node().properties().forEach(member -> {
            if (!RequestField.BY_NAME.containsKey(member.getKey())) {
                extra.put(member.getKey(), member.getValue());
            }
        });
        return extra;
    }
}
