package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Numbers the events of one stream and writes them, each under its type. */
final class EventSink {

    private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private Buffer out = Buffer.buffer(0);
    private long next;

    /** An event that adds a string and repeats all else: {@code head} up to its number, {@code middle} up to the string. */
    record Repeated(byte[] head, byte[] middle, byte[] tail) {

        /** {@code members} are those between number and string, each ending with a comma; {@code tail} follows the string. */
        static Repeated of(String type, String members, String tail) {
            return new Repeated(
                    utf8("event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":"),
                    utf8("," + members + "\"delta\":"),
                    utf8(tail + "}\n\n"));
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Where events go from now on. */
    void writeTo(Buffer to) {
        out = to;
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
        send(event.get("type").textValue(), Json.write(event));
    }

    /** An event of somebody else's numbering. */
    void send(String type, Buffer data) {
        out.appendString("event: ")
                .appendString(type)
                .appendBytes(DATA)
                .appendBuffer(data)
                .appendBytes(END);
    }

    /** {@link Repeated} with its string, the commonest event of all: written without a tree. */
    void send(Repeated repeated, String delta) {
        out.appendBytes(repeated.head)
                .appendString(Long.toString(next++))
                .appendBytes(repeated.middle)
                .appendBytes(Json.quoted(delta))
                .appendBytes(repeated.tail);
    }

    /** An {@code output_item} event; the item is written as it is now. */
    void item(String type, int index, ObjectNode item) {
        ObjectNode event = event(type).put("output_index", index);
        event.set("item", item);
        send(event);
    }
}
