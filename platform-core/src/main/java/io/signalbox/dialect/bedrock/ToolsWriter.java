package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.CacheMark;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.chat.Tool;
import io.signalbox.chat.ToolChoice;
import io.signalbox.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes {@code toolConfig}. The protocol cannot forbid tools, so with {@code none} they are left out; but where the conversation holds calls it must name
 * some, so there they stay, and the model is trusted to need none. When the request gives no tools at all, the calls' own names stand in for them.
 */
final class ToolsWriter {

    private final ChatRequest request;
    private final ModelFamily family;
    private final boolean unforced;

    /** {@code unforced} forbids to make the model call a tool. */
    ToolsWriter(ChatRequest request, ModelFamily family, boolean unforced) {
        this.request = request;
        this.family = family;
        this.unforced = unforced;
    }

    void write(ObjectNode body) {
        List<Tool> tools = offered();
        Optional<Tool> answer = AnswerTool.of(request);
        boolean alone = tools.isEmpty() || request.toolChoice().mode() == ToolChoice.Mode.NONE;
        answer.ifPresent(tools::add);
        if (tools.isEmpty()) {
            return;
        }
        ObjectNode config = body.putObject("toolConfig");
        ArrayNode written = config.putArray("tools");
        tools.forEach(each -> write(each, written));
        if (!unforced) {
            writeChoice(answer.isPresent(), alone, config);
        }
    }

    private List<Tool> offered() {
        boolean forbidden = request.toolChoice().mode() == ToolChoice.Mode.NONE;
        Set<String> called = called();
        if (forbidden && called.isEmpty()) {
            return new ArrayList<>();
        }
        List<Tool> tools = new ArrayList<>(request.tools());
        if (tools.isEmpty()) {
            called.forEach(name -> tools.add(new Tool(
                    name, Optional.empty(), Json.object().put("type", "object"), Optional.empty(), Optional.empty())));
        }
        return tools;
    }

    private Set<String> called() {
        Set<String> names = new LinkedHashSet<>();
        for (Message message : request.messages()) {
            for (Part part : message.parts()) {
                if (part instanceof Part.ToolCall call) {
                    names.add(call.name());
                }
            }
        }
        return names;
    }

    private void write(Tool tool, ArrayNode to) {
        ObjectNode spec = to.addObject().putObject("toolSpec").put("name", tool.name());
        tool.description().filter(text -> !text.isBlank()).ifPresent(text -> spec.put("description", text));
        spec.putObject("inputSchema").set("json", tool.parameters());
        if (family.cachesTools()) {
            tool.cache().ifPresent(mark -> to.add(cachePoint(mark, family)));
        }
    }

    private void writeChoice(boolean answers, boolean alone, ObjectNode config) {
        ToolChoice choice = request.toolChoice();
        if (answers && alone) {
            named(AnswerTool.NAME, config);
        } else if (choice.mode() == ToolChoice.Mode.NAMED) {
            named(choice.tool().orElseThrow(), config);
        } else if (answers || choice.mode() == ToolChoice.Mode.REQUIRED) {
            config.putObject("toolChoice").putObject("any");
        }
    }

    private static void named(String name, ObjectNode config) {
        config.putObject("toolChoice").putObject("tool").put("name", name);
    }

    /** A block that ends what is cached; only Anthropic's models are told for how long. */
    static ObjectNode cachePoint(CacheMark mark, ModelFamily family) {
        ObjectNode block = Json.object();
        ObjectNode point = block.putObject("cachePoint").put("type", "default");
        if (family == ModelFamily.ANTHROPIC) {
            mark.ttl().ifPresent(ttl -> point.put("ttl", ttl));
        }
        return block;
    }
}
