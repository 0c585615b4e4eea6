package io.signalbox.dialect.completions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Piece;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.UsageLine;
import io.signalbox.dialect.openai.OpenAiErrors;
import io.signalbox.dialect.openai.OpenAiEvents;
import io.signalbox.fault.Fault;
import io.signalbox.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** A stream of {@code text_completion} objects. */
final class TextStreamWriter implements StreamWriter {

    private final AnswerHead head;

    TextStreamWriter(AnswerHead head) {
        this.head = head;
    }

    @Override
    public void write(Piece piece, Buffer to) {
        for (Delta each : ((Deltas) piece).deltas()) {
            if (each instanceof Delta.Text it) {
                event(to, TextAnswers.choice(it.choice(), it.text(), null));
            } else if (each instanceof Delta.Refusal it) {
                event(to, TextAnswers.choice(it.choice(), it.text(), null));
            } else if (each instanceof Delta.Finished it) {
                event(to, TextAnswers.choice(it.choice(), "", TextAnswers.finish(it.reason())));
            }
        }
    }

    @Override
    public void finish(UsageLine usage, String costStatus, Optional<Fault> fault, Buffer to) {
        if (head.scan().includesUsage()) {
            ObjectNode last = TextAnswers.head(head);
            last.putArray("choices");
            OpenAiEvents.event(to, Json.write(TextAnswers.withUsage(last, usage)));
        } else {
            OpenAiEvents.cost(to, usage, costStatus);
        }
        // Last, because readers stop at it.
        fault.ifPresent(it -> OpenAiEvents.event(to, OpenAiErrors.body(it, head.requestId())));
        OpenAiEvents.done(to);
    }

    private void event(Buffer to, ObjectNode choice) {
        ObjectNode chunk = TextAnswers.head(head);
        chunk.putArray("choices").add(choice);
        OpenAiEvents.event(to, Json.write(chunk));
    }
}
