package io.signalbox.dialect.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code systemInstruction} and {@code contents}. System and developer texts go to the front in their order, wherever they stood, and become the
 * user's turn when nothing else was said. Neighbours of one kind become one turn, so that the answers to parallel calls stand together as Gemini wants
 * them. Blank texts, cache marks (Gemini caches by itself), names of speakers and thoughts that Gemini did not sign are left out.
 */
final class ContentsWriter {

    /** Who speaks in a turn; what tools answered is the user's, but no part of what the user said. */
    private enum Kind {
        USER("user"),
        MODEL("model"),
        RESULTS("user");

        private final String role;

        Kind(String role) {
            this.role = role;
        }

        static Kind of(Message.Role role) {
            return switch (role) {
                case ASSISTANT -> MODEL;
                case TOOL -> RESULTS;
                case USER, SYSTEM, DEVELOPER -> USER;
            };
        }
    }

    private final ModelName model;
    private final ArrayNode contents = Json.array();
    private final ArrayNode instructions = Json.array();
    private final Map<String, String> calledNames = new HashMap<>();
    private @Nullable Kind kind;
    private ArrayNode parts = Json.array();

    ContentsWriter(ModelName model) {
        this.model = model;
    }

    void write(List<Message> messages, ObjectNode body) {
        for (Message each : messages) {
            if (each.isInstruction()) {
                each.parts().forEach(part -> writePart(part, instructions));
            } else {
                writeTurn(each);
            }
        }
        endTurn();
        if (contents.isEmpty() && !instructions.isEmpty()) {
            contents.addObject().put("role", Kind.USER.role).set("parts", instructions);
        } else if (!instructions.isEmpty()) {
            body.putObject("systemInstruction").set("parts", instructions);
        }
        if (contents.isEmpty()) {
            throw RequestFault.invalid("messages", "'messages' must hold a message that is not blank");
        }
        body.set("contents", contents);
    }

    private void writeTurn(Message message) {
        Kind next = Kind.of(message.role());
        if (next != kind) {
            endTurn();
            kind = next;
        }
        switch (next) {
            case USER -> message.parts().forEach(part -> writePart(part, parts));
            case MODEL -> writeAnswer(message.parts());
            case RESULTS -> writeResults(message.parts());
        }
    }

    private void endTurn() {
        if (kind != null && !parts.isEmpty()) {
            contents.addObject().put("role", kind.role).set("parts", parts);
            parts = Json.array();
        }
    }

    private void writePart(Part part, ArrayNode to) {
        if (part instanceof Part.Text text) {
            writeText(text.text(), to);
        } else if (part instanceof Part.Image image) {
            MediaWriter.write(image.media(), to);
        } else if (part instanceof Part.Document document) {
            MediaWriter.write(document.media(), to);
        } else if (part instanceof Part.Audio audio) {
            MediaWriter.write(audio, to);
        } else if (part instanceof Part.Refusal refusal) {
            writeText(refusal.text(), to);
        } else {
            throw new IllegalStateException(
                    "no content part: " + part.getClass().getSimpleName());
        }
    }

    private static void writeText(String text, ArrayNode to) {
        if (!text.isBlank()) {
            to.addObject().put("text", text);
        }
    }

    /** A signature without thoughts belongs to the text of its turn, where Gemini put it; one without either gets a part of its own. */
    private void writeAnswer(List<Part> answer) {
        @Nullable ObjectNode lastText = null;
        @Nullable String signature = null;
        boolean called = false;
        for (Part each : answer) {
            if (each instanceof Part.Thinking thinking) {
                signature = writeThinking(thinking, signature);
            } else if (each instanceof Part.ToolCall call) {
                writeCall(call, called);
                called = true;
            } else if (!(each instanceof Part.RedactedThinking)) {
                writePart(each, parts);
                lastText = parts.isEmpty() ? lastText : (ObjectNode) parts.get(parts.size() - 1);
            }
        }
        if (signature != null) {
            ObjectNode signed = lastText == null ? parts.addObject().put("text", "") : lastText;
            signed.put("thoughtSignature", signature);
        }
    }

    private @Nullable String writeThinking(Part.Thinking thinking, @Nullable String signature) {
        if (!thinking.text().isEmpty()) {
            Signatures.own(thinking)
                    .ifPresent(own -> parts.addObject()
                            .put("text", thinking.text())
                            .put("thought", true)
                            .put("thoughtSignature", own));
            return signature;
        }
        return Signatures.own(thinking).orElse(signature);
    }

    private void writeCall(Part.ToolCall call, boolean another) {
        calledNames.put(call.id(), call.name());
        ObjectNode part = parts.addObject();
        part.putObject("functionCall")
                .put("id", call.id())
                .put("name", call.name())
                .set("args", call.input());
        (another ? call.signature() : Signatures.ofFirstCall(call, model))
                .ifPresent(signature -> part.put("thoughtSignature", signature));
    }

    /** What is no text follows the results, for a response holds JSON alone. */
    private void writeResults(List<Part> results) {
        List<Part> media = new ArrayList<>();
        for (Part each : results) {
            Part.ToolResult result = (Part.ToolResult) each;
            String name = calledNames.get(result.callId());
            if (name == null) {
                throw RequestFault.invalid(
                        "messages", "A tool's result in 'messages' answers no call that stands before it");
            }
            parts.addObject()
                    .putObject("functionResponse")
                    .put("id", result.callId())
                    .put("name", name)
                    .set("response", response(result, media));
        }
        media.forEach(part -> writePart(part, parts));
    }

    /** Always {@code {"output":text}} or {@code {"error":text}}, the two keys Google documents, so that nothing a tool says is taken for a key. */
    private static ObjectNode response(Part.ToolResult result, List<Part> media) {
        StringBuilder text = new StringBuilder();
        for (Part each : result.content()) {
            if (each instanceof Part.Text it) {
                text.append(text.length() == 0 ? "" : "\n").append(it.text());
            } else {
                media.add(each);
            }
        }
        return Json.object().put(result.isError() ? "error" : "output", text.toString());
    }
}
