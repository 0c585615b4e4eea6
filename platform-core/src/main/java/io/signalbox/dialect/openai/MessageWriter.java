package io.signalbox.dialect.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.CacheMark;
import io.signalbox.chat.Media;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes messages as a chat completions request holds them. */
final class MessageWriter {

    private final ChatQuirks quirks;

    MessageWriter(ChatQuirks quirks) {
        this.quirks = quirks;
    }

    void write(Message message, ArrayNode to) {
        switch (message.role()) {
            case SYSTEM -> writePlain("system", message, to);
            case DEVELOPER -> writePlain(quirks.developerRole(), message, to);
            case USER -> writePlain("user", message, to);
            case ASSISTANT -> writeAssistant(message, to);
            case TOOL -> writeResults(message.parts(), to);
        }
    }

    private void writePlain(String role, Message message, ArrayNode to) {
        ObjectNode written = to.addObject().put("role", role);
        message.name().filter(name -> quirks.takesNames()).ifPresent(name -> written.put("name", name));
        writeContent(message.parts(), written);
    }

    private void writeContent(List<Part> parts, ObjectNode to) {
        if (parts.size() == 1
                && parts.get(0) instanceof Part.Text text
                && !(quirks.cacheControl() && text.cache().isPresent())) {
            to.put("content", text.text());
            return;
        }
        ArrayNode content = to.putArray("content");
        parts.forEach(part -> writePart(part, content));
    }

    private void writePart(Part part, ArrayNode to) {
        if (part instanceof Part.Text text) {
            mark(to.addObject().put("type", "text").put("text", text.text()), text.cache());
        } else if (part instanceof Part.Image image) {
            ObjectNode url =
                    mark(to.addObject().put("type", "image_url"), image.cache()).putObject("image_url");
            String where = image.media().fold(Media.Url::url, Media.Inline::dataUrl, Media.Stored::id);
            url.put("url", where);
            image.detail().ifPresent(detail -> url.put("detail", detail));
        } else if (part instanceof Part.Audio audio) {
            to.addObject()
                    .put("type", "input_audio")
                    .putObject("input_audio")
                    .put("data", audio.base64())
                    .put("format", audio.format());
        } else if (part instanceof Part.Document document) {
            writeDocument(document, to);
        } else if (part instanceof Part.Refusal refusal) {
            to.addObject().put("type", "refusal").put("refusal", refusal.text());
        } else {
            throw new IllegalStateException(
                    "no content part: " + part.getClass().getSimpleName());
        }
    }

    private void writeDocument(Part.Document document, ArrayNode to) {
        ObjectNode file =
                mark(to.addObject().put("type", "file"), document.cache()).putObject("file");
        document.media()
                .<Runnable>fold(
                        url -> () -> file.put("file_data", url.url()),
                        inline -> () -> file.put("file_data", inline.dataUrl()),
                        stored -> () -> file.put("file_id", stored.id()))
                .run();
        document.name().ifPresent(name -> file.put("filename", name));
    }

    private ObjectNode mark(ObjectNode part, Optional<CacheMark> cache) {
        if (quirks.cacheControl()) {
            cache.ifPresent(mark -> {
                ObjectNode control = part.putObject("cache_control").put("type", "ephemeral");
                mark.ttl().ifPresent(ttl -> control.put("ttl", ttl));
            });
        }
        return part;
    }

    private void writeAssistant(Message message, ArrayNode to) {
        ObjectNode written = to.addObject().put("role", "assistant");
        message.name().filter(name -> quirks.takesNames()).ifPresent(name -> written.put("name", name));
        List<Part> thoughts = new ArrayList<>();
        List<Part> content = new ArrayList<>();
        ArrayNode calls = Json.array();
        for (Part each : message.parts()) {
            if (each instanceof Part.ToolCall call) {
                calls.add(call(quirks.signsCalls() ? call : call.unsigned()));
            } else if (each instanceof Part.Thinking thinking) {
                thoughts.add(thinking.unmarked());
            } else if (each instanceof Part.RedactedThinking) {
                thoughts.add(each);
            } else {
                content.add(each);
            }
        }
        if (content.isEmpty()) {
            written.putNull("content");
        } else {
            writeContent(content, written);
        }
        Reasonings.write(thoughts, written, quirks.reasoningInput());
        if (!calls.isEmpty()) {
            written.set("tool_calls", calls);
        }
    }

    static ObjectNode call(Part.ToolCall call) {
        ObjectNode written = Json.object().put("id", call.id()).put("type", "function");
        written.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        call.signature()
                .ifPresent(signature ->
                        written.putObject("extra_content").putObject("google").put("thought_signature", signature));
        return written;
    }

    /** A result of several texts is one; what is not text follows in a user's turn, for this protocol's tool messages hold text alone. */
    private void writeResults(List<Part> results, ArrayNode to) {
        List<Part> rest = new ArrayList<>();
        for (Part each : results) {
            Part.ToolResult result = (Part.ToolResult) each;
            to.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", result.callId())
                    .put("content", textOf(result, rest));
        }
        if (!rest.isEmpty()) {
            writeContent(rest, to.addObject().put("role", "user"));
        }
    }

    private static String textOf(Part.ToolResult result, List<Part> rest) {
        StringBuilder text = new StringBuilder();
        for (Part each : result.content()) {
            if (each instanceof Part.Text it) {
                text.append(text.length() == 0 ? "" : "\n").append(it.text());
            } else {
                rest.add(each);
            }
        }
        return text.toString();
    }
}
