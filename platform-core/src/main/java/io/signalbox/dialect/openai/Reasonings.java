package io.signalbox.dialect.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Fields;
import io.signalbox.chat.Part;
import io.signalbox.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model's thoughts in a chat completion, which OpenAI has no members for. Two conventions are in use, and both are written:
 * {@code reasoning_content} is DeepSeek's and holds the text alone; {@code reasoning_details} is OpenRouter's and holds what a provider wants back:
 * {@code {"type":"reasoning.text","text":…,"signature":…}} and {@code {"type":"reasoning.encrypted","data":…}}. Read back, the details win.
 */
final class Reasonings {

    private static final String CONTENT = "reasoning_content";
    static final String DETAILS = "reasoning_details";

    /** Where an answer's thoughts stand, so that a client may send them back to any provider. */
    static final Set<String> MEMBERS = Set.of(CONTENT, DETAILS);

    static final String TEXT = "reasoning.text";
    static final String SUMMARY = "reasoning.summary";
    static final String ENCRYPTED = "reasoning.encrypted";

    private Reasonings() {}

    /** The thoughts of an assistant's message in a request. */
    static List<Part> read(Fields message) {
        List<Part> thoughts = new ArrayList<>();
        if (message.any(DETAILS).filter(it -> it.isArray()).isPresent()) {
            for (Fields each : message.list(DETAILS)) {
                detail(each).ifPresent(thoughts::add);
            }
            return thoughts;
        }
        plain(message.node())
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> thoughts.add(new Part.Thinking(text, Optional.empty())));
        return thoughts;
    }

    /** The text of the thoughts under either name in use. */
    static Optional<String> plain(ObjectNode message) {
        return CompletionReader.text(message.get(CONTENT)).or(() -> CompletionReader.text(message.get("reasoning")));
    }

    private static Optional<Part> detail(Fields detail) {
        return switch (detail.text("type").orElse("")) {
            case TEXT -> Optional.of(new Part.Thinking(detail.text("text").orElse(""), detail.text("signature")));
            case ENCRYPTED -> detail.text("data").map(Part.RedactedThinking::new);
            default -> Optional.empty();
        };
    }

    /** Puts {@code thoughts} into a message under both names; nothing when there are none. */
    static void write(List<Part> thoughts, ObjectNode message) {
        write(thoughts, message, MEMBERS);
    }

    /** Puts {@code thoughts} into a message under those names that are in {@code members}. */
    static void write(List<Part> thoughts, ObjectNode message, Set<String> members) {
        StringBuilder text = new StringBuilder();
        ArrayNode details = Json.array();
        for (Part each : thoughts) {
            if (each instanceof Part.Thinking thinking) {
                text.append(thinking.text());
                details.add(text(thinking.text(), thinking.signature()));
            } else if (each instanceof Part.RedactedThinking redacted) {
                details.add(encrypted(redacted.data()));
            }
        }
        if (text.length() > 0 && members.contains(CONTENT)) {
            message.put(CONTENT, text.toString());
        }
        if (!details.isEmpty() && members.contains(DETAILS)) {
            message.set(DETAILS, details);
        }
    }

    static ObjectNode text(String text, Optional<String> signature) {
        ObjectNode detail = Json.object().put("type", TEXT).put("text", text);
        signature.ifPresent(it -> detail.put("signature", it));
        return detail;
    }

    static ObjectNode encrypted(String data) {
        return Json.object().put("type", ENCRYPTED).put("data", data);
    }
}
