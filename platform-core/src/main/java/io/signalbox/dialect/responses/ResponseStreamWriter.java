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
import org.jspecify.annotations.Nullable;

/**
 * A stream of a response's events. Its end is the event with the whole response, which is held until the usage is settled. A stream that breaks off ends with
 * {@code response.failed}, for those who look at the response, and then {@code error}, at which SDKs stop and throw.
 */
final class ResponseStreamWriter implements StreamWriter {

    private final AnswerHead head;
    private final ResponsesScan scan;
    private final EventSink events = new EventSink();
    private final OutputItems items;
    private String id;
    private boolean begun;
    private Optional<Buffer> whole = Optional.empty();
    private @Nullable ResponsesEvent last;

    ResponseStreamWriter(AnswerHead head) {
        this.head = head;
        this.scan = (ResponsesScan) head.scan();
        this.id = ResponseObject.id(head.requestId());
        this.items = new OutputItems(head.requestId(), events);
    }

    @Override
    public void write(Piece piece, Buffer to) {
        events.writeTo(to);
        if (piece instanceof Deltas deltas) {
            if (!deltas.deltas().isEmpty()) {
                begin();
                items.add(deltas.deltas());
            }
            return;
        }
        pass((ResponsesEvent) piece);
    }

    private void pass(ResponsesEvent event) {
        begun = true;
        events.after(event.number());
        id = event.responseId().orElse(id);
        if (event.isEnd()) {
            last = event;
            return;
        }
        events.send(event.type(), event.rendered(told(Optional.empty())));
    }

    private ResponseScan.Told told(Optional<UsageLine> usage) {
        return new ResponseScan.Told(head.model(), scan.isKept(), scan.continued(), usage);
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
        events.writeTo(to);
        begin();
        ResponseObject object = new ResponseObject(head);
        if (fault.isPresent()) {
            items.end("incomplete");
            send("response.failed", object.failed(id, fault.get(), items.output(), usage));
            events.send(error(fault.get()));
            return;
        }
        ResponsesEvent held = last;
        if (held != null) {
            end(held.type(), held.rendered(told(Optional.of(usage))));
            return;
        }
        boolean cut = ResponseObject.isIncomplete(items.stop());
        items.end(cut ? "incomplete" : "completed");
        ObjectNode event = events.event(cut ? "response.incomplete" : "response.completed");
        event.set("response", object.ended(items.stop(), items.output(), usage));
        end(event.get("type").textValue(), Json.write(event));
    }

    private void end(String type, Buffer data) {
        whole = Optional.of(data);
        events.send(type, data);
    }

    @Override
    public Optional<Buffer> whole() {
        return whole;
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
}
