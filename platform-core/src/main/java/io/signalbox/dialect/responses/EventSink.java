package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.json.Json;
import java.util.function.Consumer;

/** Numbers the events of one stream and hands them on, in order. */
final class EventSink {

    private final Consumer<ObjectNode> to;
    private long next;

    EventSink(Consumer<ObjectNode> to) {
        this.to = to;
    }

    /** Events whose number is {@code last} or less were sent by somebody else. */
    void after(long last) {
        next = Math.max(next, last + 1);
    }

    /** An event with its type and number; {@link #send} it next. */
    ObjectNode event(String type) {
        return Json.object().put("type", type).put("sequence_number", next++);
    }

    /** An event about the item at {@code index}. */
    ObjectNode event(String type, String itemId, int index) {
        return event(type).put("item_id", itemId).put("output_index", index);
    }

    void send(ObjectNode event) {
        to.accept(event);
    }

    /** An {@code output_item} event; the item is written as it is now. */
    void item(String type, int index, ObjectNode item) {
        ObjectNode event = event(type).put("output_index", index);
        event.set("item", item);
        send(event);
    }
}
