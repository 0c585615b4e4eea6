package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.CacheMark;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * Writes {@code system} and {@code messages}. System and developer texts go to the front in their order, wherever they stood; neighbours of one role become one
 * message, for the protocol wants roles to alternate; tool results are the user's. Blank texts, which the protocol refuses and nobody misses, are left out.
 */
final class MessagesWriter {

    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";

    private final ModelFamily family;
    private final MediaBlocks media = new MediaBlocks();

    private final ArrayNode messages = Json.array();

    MessagesWriter(ModelFamily family) {
        this.family = family;
    }

    void write(List<Message> conversation, ObjectNode body) {
        ArrayNode system = Json.array();
        for (Message each : conversation) {
            if (each.isInstruction()) {
                each.parts().forEach(part -> write(part, system));
            } else {
                ArrayNode content = Json.array();
                each.parts().forEach(part -> write(part, content));
                add(each.role() == Message.Role.ASSISTANT ? ASSISTANT : USER, content);
            }
        }
        if (messages.isEmpty()) {
            throw RequestFault.invalid("messages", "'messages' must hold a user's message that is not blank");
        }
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        body.set("messages", messages);
    }

    private void add(String role, ArrayNode content) {
        if (content.isEmpty()) {
            return;
        }
        JsonNode last = messages.path(messages.size() - 1);
        if (last.path("content") instanceof ArrayNode before
                && role.equals(last.path("role").asText())) {
            before.addAll(content);
        } else {
            messages.addObject().put("role", role).set("content", content);
        }
    }

    private void write(Part part, ArrayNode to) {
        if (part instanceof Part.Text text) {
            writeText(text.text(), to);
            mark(text.cache(), to);
        } else if (part instanceof Part.Image image) {
            to.add(media.image(image.media()));
            mark(image.cache(), to);
        } else if (part instanceof Part.Document document) {
            to.add(media.document(document));
            mark(document.cache(), to);
        } else if (part instanceof Part.ToolCall call) {
            writeCall(call, to);
        } else if (part instanceof Part.ToolResult result) {
            writeResult(result, to);
        } else if (part instanceof Part.Thinking thinking) {
            writeThinking(thinking, to);
        } else if (part instanceof Part.RedactedThinking redacted) {
            to.addObject().putObject("reasoningContent").put("redactedContent", redacted.data());
        } else if (part instanceof Part.Refusal refusal) {
            writeText(refusal.text(), to);
        } else {
            throw RequestFault.unsupported("messages", "'messages' holds audio, which Amazon Bedrock cannot be given");
        }
    }

    private static void writeText(String text, ArrayNode to) {
        if (!text.isBlank()) {
            to.addObject().put("text", text);
        }
    }

    /** Thoughts that nobody signed belong to another model's turn; those who sign want theirs back. */
    private static void writeThinking(Part.Thinking thinking, ArrayNode to) {
        thinking.withoutGemini()
                .signature()
                .ifPresent(signature -> to.addObject()
                        .putObject("reasoningContent")
                        .putObject("reasoningText")
                        .put("text", thinking.text())
                        .put("signature", signature));
    }

    private void writeCall(Part.ToolCall call, ArrayNode to) {
        to.addObject()
                .putObject("toolUse")
                .put("toolUseId", CallIds.of(call.id()))
                .put("name", call.name())
                .set("input", CallIds.input(call));
        mark(call.cache(), to);
    }

    private void writeResult(Part.ToolResult result, ArrayNode to) {
        ObjectNode written = to.addObject().putObject("toolResult").put("toolUseId", CallIds.of(result.callId()));
        ArrayNode inner = written.putArray("content");
        result.content().forEach(part -> writeInner(part, inner));
        if (result.isError()) {
            written.put("status", "error");
        }
        if (inner.isEmpty()) {
            inner.addObject().put("text", "(no output)");
        }
        mark(result.cache(), to);
    }

    private void writeInner(Part part, ArrayNode to) {
        if (part instanceof Part.Text text) {
            writeText(text.text(), to);
        } else if (part instanceof Part.Image image) {
            to.add(media.image(image.media()));
        } else if (part instanceof Part.Document document) {
            to.add(media.document(document));
        }
    }

    private void mark(Optional<CacheMark> cache, ArrayNode to) {
        if (family.cachesMessages() && !to.isEmpty()) {
            cache.ifPresent(mark -> to.add(ToolsWriter.cachePoint(mark, family)));
        }
    }
}
