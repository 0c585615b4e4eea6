package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Wire;
import io.signalbox.chat.Media;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes messages as input items: a turn is as many of them as it has thoughts, texts and calls. */
final class ItemWriter {

    private final ArrayNode items = Json.array();
    private final String param;

    /** {@code wire} is the caller's: faults name its parameter. */
    ItemWriter(Wire wire) {
        this.param = wire.param(Feature.OTHER_PARTS);
    }

    ArrayNode items() {
        return items;
    }

    void write(Message message) {
        switch (message.role()) {
            case SYSTEM -> writeContent("system", message.parts());
            case DEVELOPER -> writeContent("developer", message.parts());
            case USER -> writeContent("user", message.parts());
            case ASSISTANT -> writeTurn(message.parts());
            case TOOL -> message.parts().forEach(each -> writeResult((Part.ToolResult) each));
        }
    }

    private void writeContent(String role, List<Part> parts) {
        ArrayNode content =
                items.addObject().put("type", "message").put("role", role).putArray("content");
        parts.forEach(part -> writeInput(part, content));
    }

    private void writeInput(Part part, ArrayNode to) {
        if (part instanceof Part.Text text) {
            to.addObject().put("type", "input_text").put("text", text.text());
        } else if (part instanceof Part.Image image) {
            ObjectNode written = to.addObject().put("type", "input_image");
            written.put("detail", image.detail().orElse("auto"));
            put(written, "image_url", "image_url", image.media());
        } else if (part instanceof Part.Document document) {
            ObjectNode written = to.addObject().put("type", "input_file");
            put(written, "file_data", "file_url", document.media());
            if (document.media() instanceof Media.Inline) {
                written.put("filename", document.name().orElse("document.pdf"));
            }
        } else {
            throw RequestWriter.unsupported(param);
        }
    }

    private static void put(ObjectNode part, String inlineName, String urlName, Media media) {
        media.<Runnable>fold(
                        url -> () -> part.put(urlName, url.url()),
                        inline -> () -> part.put(inlineName, inline.dataUrl()),
                        stored -> () -> part.put("file_id", stored.id()))
                .run();
    }

    private void writeTurn(List<Part> parts) {
        @Nullable ArrayNode content = null;
        for (Part each : parts) {
            if (each instanceof Part.Text || each instanceof Part.Refusal) {
                content = content == null ? said() : content;
                writeSaid(each, content);
                continue;
            }
            content = null;
            writeStep(each);
        }
    }

    private ArrayNode said() {
        return items.addObject().put("type", "message").put("role", "assistant").putArray("content");
    }

    private static void writeSaid(Part part, ArrayNode to) {
        if (part instanceof Part.Text text) {
            to.addObject().put("type", "output_text").put("text", text.text()).putArray("annotations");
        } else if (part instanceof Part.Refusal refusal) {
            to.addObject().put("type", "refusal").put("refusal", refusal.text());
        }
    }

    /** Thoughts that are not OpenAI's own mean nothing to it and stay out. */
    private void writeStep(Part part) {
        if (part instanceof Part.ToolCall call) {
            items.addObject()
                    .put("type", "function_call")
                    .put("call_id", call.id())
                    .put("name", call.name())
                    .put("arguments", call.arguments());
        } else if (part instanceof Part.Thinking thinking) {
            thinking.signature()
                    .flatMap(signature -> Sealed.openAiItem(thinking.text(), signature))
                    .ifPresent(items::add);
        } else if (!(part instanceof Part.RedactedThinking)) {
            throw RequestWriter.unsupported(param);
        }
    }

    private void writeResult(Part.ToolResult result) {
        ObjectNode item = items.addObject().put("type", "function_call_output").put("call_id", result.callId());
        boolean isText = result.content().stream().allMatch(Part.Text.class::isInstance);
        if (!isText) {
            ArrayNode output = item.putArray("output");
            result.content().forEach(part -> writeInput(part, output));
            return;
        }
        StringBuilder text = new StringBuilder();
        for (Part each : result.content()) {
            text.append(text.length() == 0 ? "" : "\n").append(((Part.Text) each).text());
        }
        item.put("output", text.toString());
    }
}
