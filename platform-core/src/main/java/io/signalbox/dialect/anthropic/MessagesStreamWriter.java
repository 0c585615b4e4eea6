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
import org.jspecify.annotations.Nullable;

/**
 * A stream of Anthropic's events. The one that tells why the answer ended is held until its cost is known. An answer that broke off ends with an error event,
 * which carries the usage so far; its open block is not closed, so that nobody takes half a tool call for a whole one.
 */
final class MessagesStreamWriter implements StreamWriter {

    private static final String END = "message_delta";

    private final AnswerHead head;
    private final DeltaEvents translated;
    private @Nullable MessagesEvent held;

    MessagesStreamWriter(AnswerHead head) {
        this.head = head;
        this.translated = new DeltaEvents(head);
    }

    @Override
    public void write(Piece piece, Buffer to) {
        if (piece instanceof Deltas deltas) {
            translated.write(deltas, to);
            return;
        }
        MessagesEvent event = (MessagesEvent) piece;
        if (!event.type().equals(END)) {
            to.appendBuffer(EventText.of(event.type(), event.rendered(head.model())));
            return;
        }
        if (held != null) {
            to.appendBuffer(EventText.of(END, held.rendered(head.model())));
        }
        held = event;
    }

    @Override
    public void finish(UsageLine usage, String costStatus, Optional<Fault> fault, Buffer to) {
        if (fault.isPresent()) {
            to.appendBuffer(EventText.of("error", error(fault.get(), usage)));
            return;
        }
        if (held == null) {
            translated.finish(usage, to);
            return;
        }
        to.appendBuffer(EventText.of(END, held.rendered(usage))).appendBuffer(EventText.STOP);
    }

    private Buffer error(Fault fault, UsageLine usage) {
        Buffer body = MessagesErrors.body(fault, head.requestId());
        return Buffer.buffer()
                .appendBuffer(body, 0, body.length() - 1)
                .appendString(",\"usage\":")
                .appendBuffer(Json.write(MessagesUsageText.whole(usage)))
                .appendString("}");
    }
}
