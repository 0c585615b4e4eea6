package io.signalbox.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** JSON in which some values were replaced by what nobody expects there, swapped or taken out. The same seed mangles alike. */
final class Mangled {

    private static final List<String> ODD = List.of(
            "null",
            "true",
            "7",
            "-1",
            "0.5",
            "99999999999999999999999",
            "2147483648",
            "-9223372036854775808",
            "1e400",
            "\"\"",
            "\"x\"",
            "\"\\ud800\"",
            "\"data:;base64,\"",
            "[]",
            "{}",
            "[7,null,\"x\",[],{}]",
            "{\"type\":\"x\",\"index\":-5,\"text\":{}}");

    private record Place(JsonNode holder, String name, int index) {}

    private final Random random;

    Mangled(long seed) {
        this.random = new Random(seed);
    }

    /** {@code json} with one to three mangled places. */
    String of(String json) {
        JsonNode root = read(json);
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            List<Place> places = new ArrayList<>();
            collect(root, places);
            if (!places.isEmpty()) {
                mangle(places.get(random.nextInt(places.size())), places);
            }
        }
        return Json.text(root);
    }

    /** Whether the next one is to be mangled: so that what follows a good beginning is tried too. */
    boolean isTurn() {
        return random.nextInt(3) == 0;
    }

    private void mangle(Place place, List<Place> all) {
        JsonNode value = random.nextInt(3) == 0
                ? at(all.get(random.nextInt(all.size()))).deepCopy()
                : read(ODD.get(random.nextInt(ODD.size())));
        if (place.holder() instanceof ObjectNode object) {
            if (random.nextInt(5) == 0) {
                object.remove(place.name());
            } else {
                object.set(place.name(), value);
            }
        } else {
            ((ArrayNode) place.holder()).set(place.index(), value);
        }
    }

    private static JsonNode at(Place place) {
        return place.holder() instanceof ObjectNode object
                ? object.get(place.name())
                : place.holder().get(place.index());
    }

    private static void collect(JsonNode node, List<Place> to) {
        node.properties().forEach(member -> {
            to.add(new Place(node, member.getKey(), 0));
            collect(member.getValue(), to);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            to.add(new Place(node, "", i));
            collect(node.get(i), to);
        }
    }

    private static JsonNode read(String json) {
        try {
            return Json.read(json);
        } catch (IOException invalid) {
            throw new UncheckedIOException("no JSON: " + json, invalid);
        }
    }
}
