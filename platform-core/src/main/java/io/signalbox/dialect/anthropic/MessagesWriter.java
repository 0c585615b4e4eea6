package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.chat.UsageLine;
import io.signalbox.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** Writes an answer of another protocol as a message. */
final class MessagesWriter {

    private MessagesWriter() {}

    /** This wire has no place for a second choice, and no way to ask for one. */
    static Buffer write(ChatResult result, AnswerHead head, UsageLine usage) {
        ChatResult.Choice choice = result.choices().get(0);
        ObjectNode message = head(head);
        ArrayNode content = message.putArray("content");
        boolean calls = false;
        for (Part each : choice.parts()) {
            if (each instanceof Part.ToolCall call) {
                calls = true;
                call.signature().ifPresent(it -> CallSignature.write(it, content));
            }
            content.add(block(each, content.size(), head));
        }
        message.put("stop_reason", stop(choice.stop(), calls));
        message.put("stop_sequence", choice.stopSequence().orElse(null));
        message.set("usage", MessagesUsageText.whole(usage));
        return Json.write(message);
    }

    /** The members every message begins with. */
    static ObjectNode head(AnswerHead head) {
        return Json.object()
                .put("id", "msg_" + bare(head))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", head.model());
    }

    private static String bare(AnswerHead head) {
        String id = head.requestId();
        return id.startsWith("req_") ? id.substring("req_".length()) : id;
    }

    private static ObjectNode block(Part part, int index, AnswerHead head) {
        if (part instanceof Part.Text it) {
            return text(it.text());
        }
        if (part instanceof Part.Refusal it) {
            return text(it.text());
        }
        if (part instanceof Part.Thinking it) {
            return thinking(it.text(), it.signature().orElse(""));
        }
        if (part instanceof Part.RedactedThinking it) {
            return redacted(it.data());
        }
        if (part instanceof Part.ToolCall it) {
            ObjectNode call = call(it.id(), it.name(), it.signature(), index, head);
            call.set("input", it.input());
            return call;
        }
        throw new IllegalStateException(
                "no part of an answer: " + part.getClass().getSimpleName());
    }

    /** A provider that says no more than "stop" after {@code calls} has stopped for their sake. */
    static String stop(StopReason reason, boolean calls) {
        return AnthropicStops.write(calls && reason == StopReason.STOP ? StopReason.TOOL_CALLS : reason);
    }

    static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    static ObjectNode thinking(String text, String signature) {
        return Json.object().put("type", "thinking").put("thinking", text).put("signature", signature);
    }

    static ObjectNode redacted(String data) {
        return Json.object().put("type", "redacted_thinking").put("data", data);
    }

    /** Anthropic's servers take no ids but those of letters, digits, {@code _} and {@code -}: others are made so, here where the client learns them. */
    static ObjectNode call(String id, String name, Optional<String> signature, int index, AnswerHead head) {
        String known = id.isEmpty() ? "toolu_" + bare(head) + "_" + index : id.replaceAll("[^a-zA-Z0-9_-]", "_");
        ObjectNode call = Json.object().put("type", "tool_use").put("id", known).put("name", name);
        call.putObject("input");
        signature.ifPresent(
                it -> call.putObject(ForeignMarks.MEMBER).putObject("google").put("thought_signature", it));
        return call;
    }
}
