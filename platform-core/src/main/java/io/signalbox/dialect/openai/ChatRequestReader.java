package io.signalbox.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerFormat;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Fields;
import io.signalbox.chat.Hints;
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

/** Reads a chat completions request that was scanned before into no protocol's words; every mistake names its parameter. */
final class ChatRequestReader {

    private final Fields body;

    private ChatRequestReader(ObjectNode body) {
        this.body = new Fields(body, "");
    }

    static ChatRequest read(byte[] bytes) {
        try {
            return new ChatRequestReader((ObjectNode) Json.read(bytes)).request();
        } catch (IOException unreadable) {
            throw RequestFault.unreadable();
        }
    }

    private ChatRequest request() {
        return new ChatRequest(
                MessageReader.messages(body.list("messages")),
                tools(),
                toolChoice(),
                format(body.object("response_format")),
                reasoning(),
                sampling(),
                body.whole("max_completion_tokens")
                        .or(() -> body.whole("max_tokens"))
                        .orElse(0L),
                new Hints(
                        body.text("user").or(() -> body.text("safety_identifier")),
                        body.object("metadata").map(Fields::node),
                        body.text("service_tier"),
                        body.text("prompt_cache_key"),
                        body.flag("store")),
                extra());
    }

    private List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        for (Fields each : body.list("tools")) {
            tools.add(tool(each.required("function"), each));
        }
        for (Fields each : body.list("functions")) {
            tools.add(tool(each, each));
        }
        return tools;
    }

    private static Tool tool(Fields function, Fields outer) {
        return new Tool(
                function.requiredText("name"),
                function.text("description"),
                function.object("parameters")
                        .map(Fields::node)
                        .orElseGet(() -> Json.object().put("type", "object").set("properties", Json.object())),
                function.flag("strict"),
                MessageReader.cache(outer));
    }

    private ToolChoice toolChoice() {
        boolean serial = body.flag("parallel_tool_calls").filter(on -> !on).isPresent();
        Optional<Fields> named = body.objectIfObject("tool_choice");
        if (named.isPresent()) {
            return new ToolChoice(
                    ToolChoice.Mode.NAMED,
                    Optional.of(named.get().required("function").requiredText("name")),
                    serial);
        }
        String mode = body.text("tool_choice").orElse("auto");
        return switch (mode) {
            case "auto" -> new ToolChoice(ToolChoice.Mode.AUTO, Optional.empty(), serial);
            case "none" -> new ToolChoice(ToolChoice.Mode.NONE, Optional.empty(), serial);
            case "required" -> new ToolChoice(ToolChoice.Mode.REQUIRED, Optional.empty(), serial);
            default ->
                throw RequestFault.invalid("tool_choice", "'tool_choice' must be auto, none, required or an object");
        };
    }

    private static AnswerFormat format(Optional<Fields> given) {
        if (given.isEmpty()) {
            return AnswerFormat.text();
        }
        Fields format = given.get();
        return switch (format.text("type").orElse("text")) {
            case "text" -> AnswerFormat.text();
            case "json_object" -> new AnswerFormat.JsonObject();
            case "json_schema" -> schema(format.required("json_schema"));
            default ->
                throw RequestFault.invalid(
                        "response_format.type", "'response_format.type' must be text, json_object or json_schema");
        };
    }

    private static AnswerFormat schema(Fields named) {
        return new AnswerFormat.JsonSchema(
                named.text("name").orElse("answer"),
                named.text("description"),
                named.object("schema").map(Fields::node).orElseGet(Json::object),
                named.flag("strict").orElse(false));
    }

    private Reasoning reasoning() {
        Optional<String> effort = body.text("reasoning_effort");
        if (effort.isEmpty()) {
            return Reasoning.UNSAID;
        }
        return new Reasoning(
                Optional.of(Reasoning.Effort.ofWireName(effort.get())
                        .orElseThrow(() -> RequestFault.invalid(
                                "reasoning_effort",
                                "'reasoning_effort' must be none, minimal, low, medium, high or xhigh"))),
                0,
                Optional.empty());
    }

    private Sampling sampling() {
        return new Sampling(
                body.decimal("temperature"),
                body.decimal("top_p"),
                body.whole("top_k"),
                body.whole("seed"),
                body.decimal("frequency_penalty"),
                body.decimal("presence_penalty"),
                body.texts("stop"),
                body.whole("n").orElse(1L).intValue(),
                body.flag("logprobs").orElse(false),
                body.whole("top_logprobs"),
                body.object("logit_bias").map(Fields::node).filter(bias -> !bias.isEmpty()));
    }

    private Map<String, JsonNode> extra() {
        Map<String, JsonNode> extra = new HashMap<>();
        body.node().properties().forEach(member -> {
            if (!CompletionScanner.isKnown(member.getKey())) {
                extra.put(member.getKey(), member.getValue());
            }
        });
        return extra;
    }
}
