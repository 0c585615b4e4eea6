package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.json.Json;
import org.jspecify.annotations.Nullable;

/** What the model says to the user: texts and refusals, one after the other. */
final class MessageItem implements OutputItem {

    private static final String TEXT = "output_text";
    private static final String REFUSAL = "refusal";

    private final EventSink events;
    private final int index;
    private final ObjectNode item;
    private final ArrayNode content;
    private final String id;
    private @Nullable String kind;
    private EventSink.Repeated delta;
    private StringBuilder written = new StringBuilder();
    private ArrayNode logprobs = Json.array();

    MessageItem(EventSink events, String id, int index, ArrayNode output) {
        this.events = events;
        this.id = id;
        this.index = index;
        this.item = output.addObject().put("id", id).put("type", "message").put("status", "in_progress");
        this.item.put("role", "assistant");
        this.content = item.putArray("content");
        this.delta = delta();
        events.item("response.output_item.added", index, item);
    }

    /** {@code of} are the log probabilities of {@code piece}, in OpenAI's list. */
    void text(String piece, @Nullable JsonNode of) {
        begin(TEXT);
        written.append(piece);
        if (of == null) {
            events.send(delta, piece);
            return;
        }
        ArrayNode told = Json.array();
        of.forEach(told::add);
        logprobs.addAll(told);
        ObjectNode event = event("response.output_text.delta").put("delta", piece);
        event.set("logprobs", told);
        events.send(event);
    }

    void refusal(String piece) {
        begin(REFUSAL);
        written.append(piece);
        events.send(delta, piece);
    }

    private void begin(String wanted) {
        if (wanted.equals(kind)) {
            return;
        }
        endPart();
        kind = wanted;
        delta = delta();
        ObjectNode event = event("response.content_part.added");
        event.set("part", part(""));
        events.send(event);
    }

    private EventSink.Repeated delta() {
        String members =
                "\"item_id\":\"" + id + "\",\"output_index\":" + index + ",\"content_index\":" + content.size() + ",";
        return REFUSAL.equals(kind)
                ? EventSink.Repeated.of("response.refusal.delta", members, "")
                : EventSink.Repeated.of("response.output_text.delta", members, ",\"logprobs\":[]");
    }

    private ObjectNode part(String text) {
        ObjectNode part = Json.object().put("type", kind);
        if (REFUSAL.equals(kind)) {
            return part.put("refusal", text);
        }
        part.putArray("annotations");
        part.set("logprobs", logprobs.deepCopy());
        return part.put("text", text);
    }

    private void endPart() {
        if (kind == null) {
            return;
        }
        String text = written.toString();
        if (REFUSAL.equals(kind)) {
            events.send(event("response.refusal.done").put("refusal", text));
        } else {
            ObjectNode done = event("response.output_text.done").put("text", text);
            done.set("logprobs", logprobs);
            events.send(done);
        }
        ObjectNode part = part(text);
        ObjectNode event = event("response.content_part.done");
        event.set("part", part);
        events.send(event);
        content.add(part);
        kind = null;
        written = new StringBuilder();
        logprobs = Json.array();
    }

    private ObjectNode event(String type) {
        return events.event(type, id, index).put("content_index", content.size());
    }

    @Override
    public void close(String status) {
        endPart();
        item.put("status", status);
        events.item("response.output_item.done", index, item);
    }
}
