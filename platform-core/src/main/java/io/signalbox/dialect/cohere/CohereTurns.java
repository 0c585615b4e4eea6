package io.signalbox.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Media;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes messages (https://docs.cohere.com/docs/tool-use-overview). What a model said before its calls is their {@code tool_plan}; a result that is a JSON
 * object is a document, for so Cohere's models cite it best; pictures in a result follow in a user's turn, for results hold no pictures.
 */
final class CohereTurns {

    private final boolean thinks;

    /** {@code thinks} says that the model reasons, and so takes thoughts back. Signed ones are another's. */
    CohereTurns(boolean thinks) {
        this.thinks = thinks;
    }

    void write(Message message, ArrayNode to) {
        switch (message.role()) {
            case SYSTEM, DEVELOPER ->
                writeContent(message.parts(), to.addObject().put("role", "system"));
            case USER -> writeContent(message.parts(), to.addObject().put("role", "user"));
            case ASSISTANT -> writeAssistant(message.parts(), to.addObject().put("role", "assistant"));
            case TOOL -> writeResults(message.parts(), to);
        }
    }

    private static void writeContent(List<Part> parts, ObjectNode to) {
        if (parts.size() == 1 && parts.get(0) instanceof Part.Text text) {
            to.put("content", text.text());
            return;
        }
        ArrayNode content = to.putArray("content");
        parts.forEach(part -> content.add(block(part)));
    }

    private static ObjectNode block(Part part) {
        if (part instanceof Part.Text text) {
            return text(text.text());
        }
        if (part instanceof Part.Refusal refusal) {
            return text(refusal.text());
        }
        if (part instanceof Part.Thinking thinking) {
            return Json.object().put("type", "thinking").put("thinking", thinking.text());
        }
        if (part instanceof Part.Image image) {
            return image(image);
        }
        throw RequestFault.unsupported("messages", "'messages' holds a file or audio, which Cohere cannot be given");
    }

    private static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    private static ObjectNode image(Part.Image image) {
        String url = image.media().fold(Media.Url::url, Media.Inline::dataUrl, stored -> {
            throw RequestFault.unsupported("messages", "'messages' holds an image by another provider's id");
        });
        ObjectNode block = Json.object().put("type", "image_url");
        ObjectNode written = block.putObject("image_url").put("url", url);
        image.detail().ifPresent(detail -> written.put("detail", detail));
        return block;
    }

    private void writeAssistant(List<Part> parts, ObjectNode to) {
        ArrayNode calls = Json.array();
        List<Part> content = new ArrayList<>();
        StringBuilder plan = new StringBuilder();
        boolean hasCalls = parts.stream().anyMatch(part -> part instanceof Part.ToolCall);
        for (Part each : parts) {
            if (each instanceof Part.ToolCall call) {
                calls.add(call(call));
            } else if (each instanceof Part.Thinking thinking) {
                if (thinks && thinking.signature().isEmpty()) {
                    content.add(thinking);
                }
            } else if (hasCalls && each instanceof Part.Text text) {
                plan.append(text.text());
            } else if (!(each instanceof Part.RedactedThinking)) {
                content.add(each);
            }
        }
        if (!content.isEmpty()) {
            writeContent(content, to);
        }
        if (plan.length() > 0) {
            to.put("tool_plan", plan.toString());
        }
        if (hasCalls) {
            to.set("tool_calls", calls);
        }
    }

    private static ObjectNode call(Part.ToolCall call) {
        ObjectNode written = Json.object().put("id", call.id()).put("type", "function");
        written.putObject("function")
                .put("name", call.name())
                .put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
        return written;
    }

    private static void writeResults(List<Part> results, ArrayNode to) {
        List<Part> pictures = new ArrayList<>();
        for (Part each : results) {
            Part.ToolResult result = (Part.ToolResult) each;
            ArrayNode content = to.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", result.callId())
                    .putArray("content");
            for (Part part : result.content()) {
                if (part instanceof Part.Text text) {
                    content.add(result(text.text()));
                } else {
                    pictures.add(part);
                }
            }
            if (content.isEmpty()) {
                content.add(text(""));
            }
        }
        if (!pictures.isEmpty()) {
            writeContent(pictures, to.addObject().put("role", "user"));
        }
    }

    private static ObjectNode result(String text) {
        try {
            JsonNode value = Json.read(text);
            if (value instanceof ObjectNode data) {
                ObjectNode block = Json.object().put("type", "document");
                block.putObject("document").set("data", data);
                return block;
            }
        } catch (IOException plain) {
            // Most results are no JSON.
        }
        return text(text);
    }
}
