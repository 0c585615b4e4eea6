package io.signalbox.dialect.openai;

import io.signalbox.chat.CacheMark;
import io.signalbox.chat.Fields;
import io.signalbox.chat.Media;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the messages of a chat completions request. Beside OpenAI's own members it knows those in which gateways carry what OpenAI has no word
 * for: {@code reasoning_details} and {@code reasoning_content} for thoughts, {@code cache_control} for cache marks, and
 * {@code extra_content.google.thought_signature} on tool calls.
 */
final class MessageReader {

    private MessageReader() {}

    static List<Message> messages(List<Fields> given) {
        List<Message> messages = new ArrayList<>(given.size());
        given.forEach(each -> messages.add(message(each)));
        return messages;
    }

    private static Message message(Fields message) {
        String role = message.requiredText("role");
        return switch (role) {
            case "system" -> plain(Message.Role.SYSTEM, message);
            case "developer" -> plain(Message.Role.DEVELOPER, message);
            case "user" -> plain(Message.Role.USER, message);
            case "assistant" -> assistant(message);
            case "tool" -> toolResult(message, message.requiredText("tool_call_id"));
            case "function" -> toolResult(message, message.requiredText("name"));
            default -> throw message.invalid("role", "must be system, developer, user, assistant or tool");
        };
    }

    private static Message plain(Message.Role role, Fields message) {
        return new Message(role, content(message), message.text("name"));
    }

    private static Message toolResult(Fields message, String callId) {
        Part result = new Part.ToolResult(callId, content(message), false, cache(message));
        return Message.of(Message.Role.TOOL, List.of(result));
    }

    private static Message assistant(Fields message) {
        if (message.has("audio")) {
            throw message.unsupported("audio", "names something said before that only its own provider holds");
        }
        List<Part> parts = new ArrayList<>(Reasonings.read(message));
        parts.addAll(content(message));
        message.text("refusal").ifPresent(text -> parts.add(new Part.Refusal(text)));
        for (Fields each : message.list("tool_calls")) {
            parts.add(call(each));
        }
        message.object("function_call")
                .ifPresent(call -> parts.add(Part.ToolCall.of(
                        call.requiredText("name"),
                        call.requiredText("name"),
                        call.text("arguments").orElse(""))));
        return new Message(Message.Role.ASSISTANT, parts, message.text("name"));
    }

    private static Part call(Fields call) {
        if (!"function".equals(call.text("type").orElse("function"))) {
            throw call.unsupported("type", "is a kind of tool call that only OpenAI understands");
        }
        Fields function = call.required("function");
        return new Part.ToolCall(
                call.requiredText("id"),
                function.requiredText("name"),
                function.text("arguments").orElse(""),
                call.objectIfObject("extra_content")
                        .flatMap(extra -> extra.objectIfObject("google"))
                        .flatMap(google -> google.text("thought_signature")),
                cache(call));
    }

    private static List<Part> content(Fields message) {
        if (message.any("content").filter(it -> it.isTextual()).isPresent()) {
            return List.of(new Part.Text(message.requiredText("content"), cache(message)));
        }
        List<Part> parts = new ArrayList<>();
        for (Fields each : message.list("content")) {
            parts.add(part(each));
        }
        return parts;
    }

    private static Part part(Fields part) {
        String type = part.requiredText("type");
        return switch (type) {
            case "text", "input_text", "output_text" -> new Part.Text(part.requiredText("text"), cache(part));
            case "refusal" -> new Part.Refusal(part.requiredText("refusal"));
            case "image_url" -> image(part);
            case "input_audio" -> audio(part.required("input_audio"));
            case "file" -> document(part.required("file"), cache(part));
            default -> throw part.unsupported("type", "is a content part that cannot be told to this provider");
        };
    }

    private static Part image(Fields part) {
        Optional<Fields> object = part.objectIfObject("image_url");
        if (object.isEmpty()) {
            return new Part.Image(Media.ofUrl(part.requiredText("image_url")), Optional.empty(), cache(part));
        }
        return new Part.Image(
                Media.ofUrl(object.get().requiredText("url")), object.get().text("detail"), cache(part));
    }

    private static Part audio(Fields audio) {
        return new Part.Audio(audio.requiredText("format"), audio.requiredText("data"));
    }

    private static Part document(Fields file, Optional<CacheMark> cache) {
        Optional<String> id = file.text("file_id");
        Media media = id.isPresent() ? new Media.Stored(id.get()) : Media.ofUrl(file.requiredText("file_data"));
        return new Part.Document(media, file.text("filename"), cache);
    }

    static Optional<CacheMark> cache(Fields part) {
        return part.objectIfObject("cache_control").map(mark -> new CacheMark(mark.text("ttl")));
    }
}
