package io.signalbox.dialect.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Media;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes messages. A message holds one text and a list of images beside it, so that several texts become lines of one and an image's place among them is
 * lost; what a tool shows in images follows its results in a user's turn. A developer is the system. Unsigned thoughts go back as the model's own, for
 * Ollama's models sign none; signed ones are another provider's and stay out, as do names of speakers and cache marks.
 */
final class MessageWriter {

    private final ArrayNode messages = Json.array();
    private final Map<String, String> calledNames = new HashMap<>();

    ArrayNode write(List<Message> conversation) {
        for (Message each : conversation) {
            switch (each.role()) {
                case SYSTEM, DEVELOPER -> writePlain("system", each.parts());
                case USER -> writePlain("user", each.parts());
                case ASSISTANT -> writeAnswer(each.parts());
                case TOOL -> writeResults(each.parts());
            }
        }
        return messages;
    }

    private ObjectNode writePlain(String role, List<Part> parts) {
        StringBuilder text = new StringBuilder();
        ArrayNode images = Json.array();
        for (Part each : parts) {
            if (each instanceof Part.Text it) {
                addLine(it.text(), text);
            } else if (each instanceof Part.Refusal it) {
                addLine(it.text(), text);
            } else if (each instanceof Part.Image it) {
                images.add(base64(it.media()));
            } else {
                throw RequestFault.unsupported(
                        "messages", "'messages' holds a file or sound, which Ollama cannot be given");
            }
        }
        ObjectNode message = messages.addObject().put("role", role).put("content", text.toString());
        if (!images.isEmpty()) {
            message.set("images", images);
        }
        return message;
    }

    private static void addLine(String line, StringBuilder text) {
        text.append(text.length() == 0 ? "" : "\n").append(line);
    }

    private static String base64(Media media) {
        if (media instanceof Media.Inline inline) {
            return inline.base64();
        }
        throw RequestFault.unsupported(
                "messages", "'messages' holds an image that is not inline, which Ollama does not fetch");
    }

    private void writeAnswer(List<Part> parts) {
        StringBuilder thoughts = new StringBuilder();
        ArrayNode calls = Json.array();
        List<Part> content = new ArrayList<>();
        for (Part each : parts) {
            if (each instanceof Part.Thinking it) {
                thoughts.append(it.signature().isPresent() ? "" : it.text());
            } else if (each instanceof Part.ToolCall it) {
                calls.add(call(it));
            } else if (!(each instanceof Part.RedactedThinking)) {
                content.add(each);
            }
        }
        ObjectNode message = writePlain("assistant", content);
        if (thoughts.length() > 0) {
            message.put("thinking", thoughts.toString());
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
    }

    private ObjectNode call(Part.ToolCall call) {
        calledNames.put(call.id(), call.name());
        ObjectNode written = Json.object().put("id", call.id());
        written.putObject("function").put("name", call.name()).set("arguments", call.input());
        return written;
    }

    /** Older servers know a result by its tool's name, newer ones by the call's id too. */
    private void writeResults(List<Part> results) {
        List<Part> images = new ArrayList<>();
        for (Part each : results) {
            Part.ToolResult result = (Part.ToolResult) each;
            String name = calledNames.get(result.callId());
            if (name == null) {
                throw RequestFault.invalid(
                        "messages", "A tool's result in 'messages' answers no call that stands before it");
            }
            List<Part> texts = new ArrayList<>();
            result.content().forEach(part -> (part instanceof Part.Image ? images : texts).add(part));
            writePlain("tool", texts).put("tool_name", name).put("tool_call_id", result.callId());
        }
        if (!images.isEmpty()) {
            writePlain("user", images);
        }
    }
}
