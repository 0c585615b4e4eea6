package io.signalbox.dialect.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Part;
import io.signalbox.chat.UsageLine;
import io.signalbox.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Writes an answer of another protocol as a chat completion. */
final class CompletionWriter {

    private CompletionWriter() {}

    static Buffer write(ChatResult result, AnswerHead head, UsageLine usage) {
        ObjectNode answer = head("chat.completion", head);
        ArrayNode choices = answer.putArray("choices");
        result.choices().forEach(each -> write(each, choices.addObject()));
        answer.putRawValue("usage", new RawValue(UsageText.whole(usage).toString()));
        return Json.write(answer);
    }

    /** The members every completion and chunk begins with. */
    static ObjectNode head(String object, AnswerHead head) {
        return Json.object()
                .put("id", "chatcmpl-" + head.requestId())
                .put("object", object)
                .put("created", head.at().getEpochSecond())
                .put("model", head.model());
    }

    private static void write(ChatResult.Choice choice, ObjectNode to) {
        to.put("index", choice.index());
        ObjectNode message = to.putObject("message").put("role", "assistant");
        StringBuilder text = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        List<Part> thoughts = new ArrayList<>();
        ArrayNode calls = Json.array();
        for (Part each : choice.parts()) {
            if (each instanceof Part.Text it) {
                text.append(it.text());
            } else if (each instanceof Part.Refusal it) {
                refusal.append(it.text());
            } else if (each instanceof Part.ToolCall it) {
                calls.add(MessageWriter.call(it));
            } else {
                thoughts.add(each);
            }
        }
        boolean silent = text.length() == 0 && (!calls.isEmpty() || refusal.length() > 0);
        message.put("content", silent ? null : text.toString());
        message.put("refusal", refusal.length() == 0 ? null : refusal.toString());
        Reasonings.write(thoughts, message);
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        to.set("logprobs", choice.logprobs().orElse(null));
        to.put("finish_reason", FinishReasons.write(choice.stop()));
    }
}
