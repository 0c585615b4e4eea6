package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.CacheMark;
import io.signalbox.chat.CallIds;
import io.signalbox.chat.Media;
import io.signalbox.chat.Part;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.Turns;
import io.signalbox.fault.Fault;
import io.signalbox.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Writes parts as content blocks. Left out are texts of nothing but white space, which Anthropic refuses, and thoughts without a signature, which are another
 * provider's and would be refused too.
 */
final class AnthropicBlocks implements Turns.Blocks {

    private static final String PDF = "application/pdf";

    /** Anthropic names no bound of its own; ids of other providers are far shorter. */
    private static final int ID_CHARS_MAX = 1000;

    private final CallIds ids = new CallIds(ID_CHARS_MAX);

    @Override
    public void write(Part part, ArrayNode to) {
        if (part instanceof Part.Text it) {
            text(it.text(), it.cache(), to);
        } else if (part instanceof Part.Refusal it) {
            text(it.text(), Optional.empty(), to);
        } else if (part instanceof Part.Image it) {
            to.add(marked(block("image").set("source", imageSource(it.media())), it.cache()));
        } else if (part instanceof Part.Document it) {
            to.add(document(it));
        } else if (part instanceof Part.ToolCall it) {
            to.add(marked(call(it), it.cache()));
        } else if (part instanceof Part.ToolResult it) {
            to.add(result(it));
        } else if (part instanceof Part.Thinking it) {
            it.unmarked()
                    .signature()
                    .ifPresent(signature ->
                            to.add(block("thinking").put("thinking", it.text()).put("signature", signature)));
        } else if (part instanceof Part.RedactedThinking it) {
            to.add(block("redacted_thinking").put("data", it.data()));
        } else {
            throw unsupported("audio");
        }
    }

    private static void text(String text, Optional<CacheMark> cache, ArrayNode to) {
        if (!text.isBlank()) {
            to.add(marked(block("text").put("text", text), cache));
        }
    }

    private static ObjectNode imageSource(Media media) {
        return media.fold(AnthropicBlocks::url, inline -> base64(inline.type(), inline.base64()), stored -> {
            throw unsupported("a file stored elsewhere");
        });
    }

    private static ObjectNode url(Media.Url media) {
        if (!media.url().startsWith("http")) {
            throw RequestFault.invalid(
                    "messages", "'messages' hold media that is neither a web address nor a data URL");
        }
        return Json.object().put("type", "url").put("url", media.url());
    }

    private static ObjectNode base64(String type, String base64) {
        return Json.object().put("type", "base64").put("media_type", type).put("data", base64);
    }

    /** A file that is an image becomes one; of the others Anthropic reads PDF and plain text. */
    private static ObjectNode document(Part.Document document) {
        if (document.media() instanceof Media.Inline inline && inline.type().startsWith("image/")) {
            return marked(block("image").set("source", base64(inline.type(), inline.base64())), document.cache());
        }
        ObjectNode block = block("document")
                .set("source", document.media().fold(AnthropicBlocks::url, AnthropicBlocks::documentSource, stored -> {
                    throw unsupported("a file stored elsewhere");
                }));
        document.name().ifPresent(name -> block.put("title", name));
        return marked(block, document.cache());
    }

    private static ObjectNode documentSource(Media.Inline inline) {
        if (inline.type().equals(PDF)) {
            return base64(PDF, inline.base64());
        }
        if (!inline.type().startsWith("text/")) {
            throw unsupported("a file that is neither PDF nor text");
        }
        return Json.object().put("type", "text").put("media_type", "text/plain").put("data", decoded(inline.base64()));
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw RequestFault.invalid("messages", "'messages' hold a file that is not valid base64");
        }
    }

    private ObjectNode call(Part.ToolCall call) {
        return block("tool_use")
                .put("id", ids.ofCall(call.id()))
                .put("name", call.name())
                .set("input", call.input());
    }

    private ObjectNode result(Part.ToolResult result) {
        ObjectNode block = block("tool_result").put("tool_use_id", ids.ofResult(result.callId()));
        ArrayNode content = Json.array();
        result.content().forEach(part -> write(part, content));
        if (result.cache().isPresent()) {
            // One mark is enough, and a request may have no more than four.
            content.forEach(each -> ((ObjectNode) each).remove("cache_control"));
        }
        if (!content.isEmpty()) {
            block.set("content", content);
        }
        if (result.isError()) {
            block.put("is_error", true);
        }
        return marked(block, result.cache());
    }

    private static ObjectNode block(String type) {
        return Json.object().put("type", type);
    }

    static ObjectNode marked(ObjectNode block, Optional<CacheMark> cache) {
        cache.ifPresent(mark -> {
            ObjectNode control = block.putObject("cache_control").put("type", "ephemeral");
            mark.ttl().ifPresent(ttl -> control.put("ttl", ttl));
        });
        return block;
    }

    /** An instruction is text and nothing else. */
    @Override
    public void instruct(List<Part> parts, ArrayNode to) {
        for (Part each : parts) {
            if (!(each instanceof Part.Text it)) {
                throw RequestFault.unsupported(
                        "messages", "'messages' hold an instruction that is not text, which this provider cannot take");
            }
            text(it.text(), it.cache(), to);
        }
    }

    @Override
    public Optional<String> called(JsonNode block) {
        return block.path("type").asText().equals("tool_use")
                ? Optional.of(block.path("name").asText())
                : Optional.empty();
    }

    @Override
    public boolean isThought(JsonNode block) {
        return block.path("type").asText().endsWith("thinking");
    }

    private static Fault unsupported(String what) {
        return RequestFault.unsupported("messages", "'messages' hold " + what + ", which this provider cannot read");
    }
}
