package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.json.Json;

/** What the model thought, told as a summary of one part. */
final class ReasoningItem implements OutputItem {

    private final EventSink events;
    private final String id;
    private final int index;
    private final ObjectNode item;
    private final EventSink.Repeated delta;
    private final StringBuilder text = new StringBuilder();

    ReasoningItem(EventSink events, String id, int index, ArrayNode output) {
        this.events = events;
        this.id = id;
        this.index = index;
        this.item = output.addObject().put("id", id).put("type", "reasoning");
        this.item.putArray("summary");
        this.delta = EventSink.Repeated.of(
                "response.reasoning_summary_text.delta",
                "\"item_id\":\"" + id + "\",\"output_index\":" + index + ",\"summary_index\":0,",
                "");
        events.item("response.output_item.added", index, item);
    }

    void think(String piece) {
        if (text.length() == 0) {
            events.send(part("response.reasoning_summary_part.added", ""));
        }
        text.append(piece);
        events.send(delta, piece);
    }

    /** Carries what the provider wants back with the thoughts. */
    void seal(String carried) {
        item.put("encrypted_content", carried);
    }

    private ObjectNode event(String type) {
        return events.event(type, id, index).put("summary_index", 0);
    }

    private ObjectNode part(String type, String written) {
        ObjectNode event = event(type);
        event.set("part", Json.object().put("type", "summary_text").put("text", written));
        return event;
    }

    @Override
    public void close(String status) {
        if (text.length() > 0) {
            String whole = text.toString();
            events.send(event("response.reasoning_summary_text.done").put("text", whole));
            events.send(part("response.reasoning_summary_part.done", whole));
            item.withArray("summary").addObject().put("type", "summary_text").put("text", whole);
        }
        events.item("response.output_item.done", index, item);
    }
}
