package io.signalbox.dialect.completions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.chat.UsageLine;
import io.signalbox.dialect.openai.UsageText;
import io.signalbox.json.Json;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Writes answers as {@code text_completion} objects; thoughts have no place in them. */
final class TextAnswers {

    private TextAnswers() {}

    static Buffer whole(ChatResult result, AnswerHead head, UsageLine usage) {
        ObjectNode answer = head(head);
        var choices = answer.putArray("choices");
        for (ChatResult.Choice each : result.choices()) {
            StringBuilder text = new StringBuilder();
            for (Part part : each.parts()) {
                if (part instanceof Part.Text it) {
                    text.append(it.text());
                } else if (part instanceof Part.Refusal it) {
                    text.append(it.text());
                }
            }
            choices.add(choice(each.index(), text.toString(), finish(each.stop())));
        }
        return Json.write(withUsage(answer, usage));
    }

    static ObjectNode withUsage(ObjectNode answer, UsageLine usage) {
        answer.putRawValue("usage", new RawValue(UsageText.whole(usage).toString()));
        return answer;
    }

    /** The members every object begins with. */
    static ObjectNode head(AnswerHead head) {
        return Json.object()
                .put("id", "cmpl-" + head.requestId())
                .put("object", "text_completion")
                .put("created", head.at().getEpochSecond())
                .put("model", head.model());
    }

    static ObjectNode choice(int index, String text, @Nullable String finish) {
        return Json.object()
                .put("text", text)
                .put("index", index)
                .putNull("logprobs")
                .put("finish_reason", finish);
    }

    static String finish(StopReason reason) {
        return switch (reason) {
            case LENGTH -> "length";
            case CONTENT_FILTER, REFUSAL -> "content_filter";
            case STOP, SEQUENCE, TOOL_CALLS, PAUSE -> "stop";
        };
    }
}
