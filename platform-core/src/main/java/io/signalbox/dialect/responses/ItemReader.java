package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.chat.Fields;
import io.signalbox.chat.Media;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads input items as messages: what the model said and called in a row is one turn, and so are the results that follow. */
final class ItemReader {

    private final List<Message> messages = new ArrayList<>();
    private final List<Part> said = new ArrayList<>();
    private final List<Part> results = new ArrayList<>();
    private Optional<String> callSignature = Optional.empty();

    private ItemReader() {}

    static List<Message> messages(List<Fields> items) {
        ItemReader reader = new ItemReader();
        items.forEach(reader::read);
        reader.endTurns();
        return reader.messages;
    }

    private void read(Fields item) {
        switch (item.text("type").orElse("message")) {
            case "message" -> message(item);
            case "function_call" -> say(call(item));
            case "function_call_output" -> result(item);
            case "reasoning" -> reasoning(item);
            default -> throw item.unsupported("type", "is an item that only its own provider understands");
        }
    }

    private void message(Fields item) {
        String role = item.requiredText("role");
        if ("assistant".equals(role)) {
            content(item, "content").forEach(this::say);
            return;
        }
        endTurns();
        messages.add(Message.of(
                switch (role) {
                    case "user" -> Message.Role.USER;
                    case "system" -> Message.Role.SYSTEM;
                    case "developer" -> Message.Role.DEVELOPER;
                    default -> throw item.invalid("role", "must be user, assistant, system or developer");
                },
                content(item, "content")));
    }

    private Part call(Fields item) {
        Part call = new Part.ToolCall(
                item.requiredText("call_id"),
                item.requiredText("name"),
                item.text("arguments").orElse(""),
                callSignature,
                Optional.empty());
        callSignature = Optional.empty();
        return call;
    }

    private void result(Fields item) {
        endSaid();
        results.add(
                new Part.ToolResult(item.requiredText("call_id"), content(item, "output"), false, Optional.empty()));
    }

    private void reasoning(Fields item) {
        Optional<String> carried = item.text("encrypted_content");
        Optional<String> ofCall = carried.flatMap(Sealed::callSignature);
        if (ofCall.isPresent()) {
            callSignature = ofCall;
            return;
        }
        Sealed.thoughts(thoughts(item), carried).ifPresent(this::say);
    }

    /** The summary, or where a model shows its reasoning itself, that. */
    private static String thoughts(Fields item) {
        StringBuilder text = new StringBuilder();
        List<Fields> shown = item.list("summary");
        for (Fields each : shown.isEmpty() ? item.list("content") : shown) {
            text.append(text.length() == 0 ? "" : "\n\n")
                    .append(each.text("text").orElse(""));
        }
        return text.toString();
    }

    private void say(Part part) {
        endResults();
        said.add(part);
    }

    private void endTurns() {
        endSaid();
        endResults();
    }

    private void endSaid() {
        if (!said.isEmpty()) {
            messages.add(Message.of(Message.Role.ASSISTANT, said));
            said.clear();
        }
    }

    private void endResults() {
        if (!results.isEmpty()) {
            messages.add(Message.of(Message.Role.TOOL, results));
            results.clear();
        }
    }

    private static List<Part> content(Fields item, String name) {
        if (item.any(name).filter(JsonNode::isTextual).isPresent()) {
            return List.of(Part.Text.of(item.requiredText(name)));
        }
        List<Part> parts = new ArrayList<>();
        for (Fields each : item.list(name)) {
            parts.add(part(each));
        }
        return parts;
    }

    private static Part part(Fields part) {
        return switch (part.requiredText("type")) {
            case "input_text", "output_text", "text" -> Part.Text.of(part.requiredText("text"));
            case "refusal" -> new Part.Refusal(part.requiredText("refusal"));
            case "input_image" ->
                new Part.Image(
                        media(part, "image_url").orElseThrow(() -> part.invalid("image_url", "is missing")),
                        part.text("detail"),
                        Optional.empty());
            case "input_file" ->
                new Part.Document(
                        media(part, "file_data")
                                .or(() -> part.text("file_url").map(Media.Url::new))
                                .orElseThrow(() -> part.invalid("file_data", "is missing")),
                        part.text("filename"),
                        Optional.empty());
            case "input_audio" -> audio(part.required("input_audio"));
            default -> throw part.unsupported("type", "is a content part that cannot be told to this provider");
        };
    }

    private static Optional<Media> media(Fields part, String name) {
        return part.text("file_id")
                .<Media>map(Media.Stored::new)
                .or(() -> part.text(name).map(Media::ofUrl));
    }

    private static Part audio(Fields audio) {
        return new Part.Audio(audio.requiredText("format"), audio.requiredText("data"));
    }
}
