package io.signalbox.dialect.anthropic;

import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Piece;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * A stream of Anthropic's events. An answer that broke off ends with an error event, which carries the usage so far; its open block is not closed, so that
 * nobody takes half a tool call for a whole one.
 */
final class MessagesStreamWriter implements StreamWriter {

    private final AnswerHead head;
    private final DeltaEvents translated;

    MessagesStreamWriter(AnswerHead head) {
        this.head = head;
        this.translated = new DeltaEvents(head);
    }

    @Override
    public void write(Piece piece, Buffer to) {
        translated.write((Deltas) piece, to);
    }

    @Override
    public void finish(UsageLine usage, String costStatus, Optional<Fault> fault, Buffer to) {
        if (fault.isPresent()) {
            to.appendBuffer(error(fault.get(), usage));
            return;
        }
        translated.finish(usage, to);
    }

    private Buffer error(Fault fault, UsageLine usage) {
        String body = MessagesErrors.body(fault, head.requestId()).toString();
        String counts = Json.text(MessagesUsageText.whole(usage));
        return Buffer.buffer("event: error\ndata: ")
                .appendString(body.substring(0, body.length() - 1))
                .appendString(",\"usage\":" + counts + "}\n\n");
    }
}
