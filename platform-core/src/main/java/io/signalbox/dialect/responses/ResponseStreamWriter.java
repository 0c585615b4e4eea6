package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * A stream of a response's events. Its end is the event with the whole response, which is held until the usage is settled. A stream that breaks off ends with
 * {@code response.failed}, for those who look at the response, and then {@code error}, at which SDKs stop and throw.
 */
final class ResponseStreamWriter implements StreamWriter {

    private final AnswerHead head;
    private final EventSink events = new EventSink(this::append);
    private final OutputItems items;
    private Buffer out = Buffer.buffer(0);
    private boolean begun;

    ResponseStreamWriter(AnswerHead head) {
        this.head = head;
        this.items = new OutputItems(head.requestId(), events);
    }

    @Override
    public void write(Piece piece, Buffer to) {
        out = to;
        Deltas deltas = (Deltas) piece;
        if (!deltas.deltas().isEmpty()) {
            begin();
            items.add(deltas.deltas());
        }
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        ObjectNode response = new ResponseObject(head).begun();
        send("response.created", response);
        send("response.in_progress", response);
    }

    @Override
    public void finish(UsageLine usage, String costStatus, Optional<Fault> fault, Buffer to) {
        out = to;
        begin();
        ResponseObject object = new ResponseObject(head);
        if (fault.isPresent()) {
            items.end("incomplete");
            String id = ResponseObject.id(head.requestId());
            send("response.failed", object.failed(id, fault.get(), items.output(), usage));
            events.send(error(fault.get()));
            return;
        }
        boolean cut = ResponseObject.isIncomplete(items.stop());
        items.end(cut ? "incomplete" : "completed");
        send(cut ? "response.incomplete" : "response.completed", object.ended(items.stop(), items.output(), usage));
    }

    private void send(String type, ObjectNode response) {
        ObjectNode event = events.event(type);
        event.set("response", response);
        events.send(event);
    }

    /** Told twice: as the API documents it, and under {@code error}, which is where SDKs look. */
    private ObjectNode error(Fault fault) {
        ObjectNode event = events.event("error")
                .put("code", fault.code().wireName())
                .put("message", fault.publicMessage())
                .put("param", fault.param().orElse(null));
        event.putObject("error")
                .put("message", fault.publicMessage())
                .put("type", fault.code().type())
                .put("param", fault.param().orElse(null))
                .put("code", fault.code().wireName())
                .put("request_id", head.requestId());
        return event;
    }

    private void append(ObjectNode event) {
        out.appendString("event: ")
                .appendString(event.get("type").textValue())
                .appendString("\ndata: ")
                .appendBuffer(Json.write(event))
                .appendString("\n\n");
    }
}
