package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.CacheMark;
import io.signalbox.chat.CallIds;
import io.signalbox.chat.Part;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.Turns;
import io.signalbox.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Parts as content blocks (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html). Blank texts, which the protocol refuses and
 * nobody misses, are left out, and so are thoughts without a signature: they are another model's. Belongs to one request.
 */
final class ContentBlocks implements Turns.Blocks {

    /** Converse takes 64; this leaves room for what makes an id unique. */
    private static final int ID_CHARS_MAX = 60;

    private final ModelFamily family;
    private final MediaBlocks media = new MediaBlocks();
    private final CallIds ids = new CallIds(ID_CHARS_MAX);

    ContentBlocks(ModelFamily family) {
        this.family = family;
    }

    /** Appends the block of {@code part}, if it has one, and the cache point after it. */
    @Override
    public void write(Part part, ArrayNode to) {
        if (part instanceof Part.Text it) {
            text(it.text(), to);
            mark(it.cache(), to);
        } else if (part instanceof Part.Refusal it) {
            text(it.text(), to);
        } else if (part instanceof Part.Image it) {
            to.add(media.image(it.media()));
            mark(it.cache(), to);
        } else if (part instanceof Part.Document it) {
            to.add(media.document(it));
            mark(it.cache(), to);
        } else if (part instanceof Part.ToolCall it) {
            to.add(call(it));
            mark(it.cache(), to);
        } else if (part instanceof Part.ToolResult it) {
            to.add(result(it));
            mark(it.cache(), to);
        } else if (part instanceof Part.Thinking it) {
            thinking(it.unmarked(), to);
        } else if (part instanceof Part.RedactedThinking it) {
            to.addObject().putObject("reasoningContent").put("redactedContent", it.data());
        } else {
            throw RequestFault.unsupported("messages", "'messages' holds audio, which Amazon Bedrock cannot be given");
        }
    }

    @Override
    public void instruct(List<Part> parts, ArrayNode to) {
        parts.forEach(part -> write(part, to));
    }

    @Override
    public Optional<String> called(JsonNode block) {
        JsonNode name = block.path("toolUse").path("name");
        return name.isTextual() ? Optional.of(name.asText()) : Optional.empty();
    }

    @Override
    public boolean isThought(JsonNode block) {
        return block.has("reasoningContent");
    }

    private static void text(String text, ArrayNode to) {
        if (!text.isBlank()) {
            to.addObject().put("text", text);
        }
    }

    private static void thinking(Part.Thinking thinking, ArrayNode to) {
        thinking.signature()
                .ifPresent(signature -> to.addObject()
                        .putObject("reasoningContent")
                        .putObject("reasoningText")
                        .put("text", thinking.text())
                        .put("signature", signature));
    }

    private ObjectNode call(Part.ToolCall call) {
        ObjectNode block = Json.object();
        block.putObject("toolUse")
                .put("toolUseId", ids.ofCall(call.id()))
                .put("name", call.name())
                .set("input", input(call.arguments()));
        return block;
    }

    /** Objects only are taken. What a model wrote that is none goes back as the text it is, so that the model sees its mistake. */
    private static JsonNode input(String arguments) {
        if (arguments.isBlank()) {
            return Json.object();
        }
        try {
            JsonNode input = Json.read(arguments);
            if (input.isObject()) {
                return input;
            }
        } catch (IOException malformed) {
            // Told below.
        }
        return Json.object().put("unparsed_arguments", arguments);
    }

    private ObjectNode result(Part.ToolResult result) {
        ObjectNode block = Json.object();
        ObjectNode written = block.putObject("toolResult").put("toolUseId", ids.ofResult(result.callId()));
        ArrayNode content = written.putArray("content");
        for (Part each : result.content()) {
            if (each instanceof Part.Text text) {
                text(text.text(), content);
            } else if (each instanceof Part.Image image) {
                content.add(media.image(image.media()));
            } else if (each instanceof Part.Document document) {
                content.add(media.document(document));
            } else {
                throw RequestFault.unsupported(
                        "messages", "'messages' holds a tool's result that Amazon Bedrock cannot be given");
            }
        }
        if (content.isEmpty()) {
            content.addObject().put("text", "(no output)");
        }
        if (result.isError()) {
            written.put("status", "error");
        }
        return block;
    }

    private void mark(Optional<CacheMark> cache, ArrayNode to) {
        if (family.cachesMessages() && !to.isEmpty()) {
            cache.ifPresent(mark -> to.add(family.cachePoint(mark)));
        }
    }
}
