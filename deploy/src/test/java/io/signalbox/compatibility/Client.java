package io.signalbox.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.chat.Surface;
import io.signalbox.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A client of one surface: asks as its SDK would and reads the answer by the API's documentation, with none of our code. */
interface Client {

    String title();

    Surface surface();

    /** Whether the surface has words for it at all. */
    boolean knows(Wish wish);

    String body(Wish wish, String model, boolean stream);

    /** The request that gives the tool's result back, after {@code answer} to {@link Wish#EXCHANGE}: what came is sent as it came. */
    String followUp(String model, JsonNode answer);

    Got whole(JsonNode answer);

    Got stream(List<Event> events);

    /** One server-sent event. */
    record Event(String type, String data) {

        JsonNode json() {
            try {
                return Json.read(data);
            } catch (IOException notJson) {
                throw new AssertionError("an event's data is not JSON: " + data, notJson);
            }
        }
    }

    static List<Event> events(String sse) {
        List<Event> events = new ArrayList<>();
        for (String block : sse.split("\n\n")) {
            String type = "message";
            StringBuilder data = new StringBuilder();
            for (String line : block.split("\n")) {
                if (line.startsWith("event: ")) {
                    type = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring("data: ".length()));
                }
            }
            if (data.length() > 0) {
                events.add(new Event(type, data.toString()));
            }
        }
        return events;
    }
}
