package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A function the model calls; its arguments come in pieces. */
final class CallItem implements OutputItem {

    private final EventSink events;
    private final String id;
    private final int index;
    private final ObjectNode item;
    private final String name;
    private final EventSink.Repeated delta;
    private final StringBuilder arguments = new StringBuilder();

    CallItem(EventSink events, String id, int index, ArrayNode output, String callId, String name) {
        this.events = events;
        this.id = id;
        this.index = index;
        this.name = name;
        this.delta = EventSink.Repeated.of(
                "response.function_call_arguments.delta",
                "\"item_id\":\"" + id + "\",\"output_index\":" + index + ",",
                "");
        this.item =
                output.addObject().put("id", id).put("type", "function_call").put("status", "in_progress");
        this.item.put("arguments", "").put("call_id", callId).put("name", name);
        events.item("response.output_item.added", index, item);
    }

    void add(String piece) {
        arguments.append(piece);
        events.send(delta, piece);
    }

    @Override
    public void close(String status) {
        String whole = arguments.toString();
        events.send(events.event("response.function_call_arguments.done", id, index)
                .put("name", name)
                .put("arguments", whole));
        item.put("status", status).put("arguments", whole);
        events.item("response.output_item.done", index, item);
    }
}
