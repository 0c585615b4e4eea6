package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gemini's signature of a tool call on its way through a client. A {@code tool_use} block has no member for it, and clients with types give back no member
 * they do not know; a thinking block they give back as it was. So the thoughts before the call, or a block without any, carry it as theirs, marked.
 */
final class CallSignature {

    /** No signature has a colon: they are Base64. */
    private static final String MARK = Part.Thinking.GEMINI + "call:";

    private CallSignature() {}

    static String marked(String signature) {
        return MARK + signature;
    }

    /** Signs the thoughts that end {@code content} and have no signature yet, else new ones without text. */
    static void write(String signature, ArrayNode content) {
        JsonNode last = content.path(content.size() - 1);
        boolean unsigned = last.path("type").asText().equals("thinking")
                && last.path("signature").asText().isEmpty();
        if (unsigned) {
            ((ObjectNode) last).put("signature", marked(signature));
            return;
        }
        content.add(MessagesWriter.thinking("", marked(signature)));
    }

    /** What a client gives back, with the signatures where they came from. One that the call has kept itself comes first. */
    static List<Part> restored(List<Part> parts) {
        List<Part> restored = new ArrayList<>(parts.size());
        Optional<String> waiting = Optional.empty();
        for (Part each : parts) {
            if (each instanceof Part.Thinking it && of(it).isPresent()) {
                waiting = of(it);
                if (!it.text().isEmpty()) {
                    restored.add(new Part.Thinking(it.text(), Optional.empty()));
                }
            } else if (each instanceof Part.ToolCall it) {
                Optional<String> signature = it.signature().isPresent() ? it.signature() : waiting;
                restored.add(new Part.ToolCall(it.id(), it.name(), it.arguments(), signature, it.cache()));
                waiting = Optional.empty();
            } else {
                restored.add(each);
            }
        }
        return restored;
    }

    private static Optional<String> of(Part.Thinking thinking) {
        return thinking.signature().filter(it -> it.startsWith(MARK)).map(it -> it.substring(MARK.length()));
    }
}
