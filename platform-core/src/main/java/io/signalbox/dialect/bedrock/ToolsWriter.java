package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Tool;
import io.signalbox.chat.ToolChoice;
import io.signalbox.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes {@code toolConfig}. The protocol cannot forbid tools, so with {@code none} they are left out; but where the conversation holds calls it must name
 * some, so there they stay, and the model is trusted to need none. When the request gives no tools at all, the calls' own names stand in for them.
 */
final class ToolsWriter {

    private final ChatRequest request;
    private final ModelFamily family;
    private final Optional<Tool> answer;

    ToolsWriter(ChatRequest request, ModelFamily family) {
        this.request = request;
        this.family = family;
        this.answer = AnswerTool.of(request);
    }

    /** {@code called} are the tools the conversation holds calls of. Returns whether the model is made to call a tool. */
    boolean write(List<String> called, ObjectNode body) {
        List<Tool> tools = offered(called);
        answer.ifPresent(tools::add);
        if (tools.isEmpty()) {
            return false;
        }
        ObjectNode config = body.putObject("toolConfig");
        ArrayNode written = config.putArray("tools");
        tools.forEach(each -> write(each, written));
        writeChoice(config);
        return config.has("toolChoice");
    }

    private List<Tool> offered(List<String> called) {
        List<Tool> tools = new ArrayList<>();
        boolean forbidden = request.toolChoice().mode() == ToolChoice.Mode.NONE;
        if (!forbidden || !called.isEmpty()) {
            tools.addAll(request.tools());
        }
        if (tools.isEmpty()) {
            called.forEach(name ->
                    tools.add(new Tool(name, Optional.empty(), Json.object(), Optional.empty(), Optional.empty())));
        }
        return tools;
    }

    private void write(Tool tool, ArrayNode to) {
        ObjectNode spec = to.addObject().putObject("toolSpec").put("name", tool.name());
        tool.description().filter(text -> !text.isBlank()).ifPresent(text -> spec.put("description", text));
        ObjectNode schema = tool.parameters().has("type")
                ? tool.parameters()
                : Json.object().put("type", "object").setAll(tool.parameters());
        spec.putObject("inputSchema").set("json", schema);
        if (family.cachesTools()) {
            tool.cache().ifPresent(mark -> to.add(family.cachePoint(mark)));
        }
    }

    private void writeChoice(ObjectNode config) {
        ToolChoice choice = request.toolChoice();
        if (answer.isPresent()) {
            boolean alone = request.tools().isEmpty() || choice.mode() == ToolChoice.Mode.NONE;
            writeAnswerChoice(alone, answer.get().name(), config);
        } else if (choice.mode() == ToolChoice.Mode.NAMED) {
            named(choice.tool().orElseThrow(), config);
        } else if (choice.mode() == ToolChoice.Mode.REQUIRED && !request.tools().isEmpty()) {
            config.putObject("toolChoice").putObject("any");
        }
    }

    /** A model that cannot be made to call a tool is left to what the tool's description says; its text is then the answer, if it gives any. */
    private void writeAnswerChoice(boolean alone, String name, ObjectNode config) {
        if (alone && family.canBeMadeToCallOne()) {
            named(name, config);
        } else if (family.canBeMadeToCallSome()) {
            config.putObject("toolChoice").putObject("any");
        }
    }

    private static void named(String name, ObjectNode config) {
        config.putObject("toolChoice").putObject("tool").put("name", name);
    }
}
