package io.signalbox.sandbox;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The smallest JSON that satisfies a schema, as far as the keywords that models are given in practice go: types, constants, required
 * members, bounds, references and the first way of every choice. Patterns are not satisfied.
 */
final class JsonSample {

    private static final int DEPTH_MAX = 32;
    private static final int ITEMS_MAX = 1_000;
    private static final int CHARS_MAX = 10_000;

    private static final Map<String, String> FORMATS = Map.of(
            "date-time", "2026-01-01T00:00:00Z",
            "date", "2026-01-01",
            "time", "00:00:00Z",
            "duration", "PT1S",
            "email", "sandbox@example.com",
            "hostname", "example.com",
            "ipv4", "192.0.2.1",
            "ipv6", "2001:db8::1",
            "uri", "https://example.com/",
            "uuid", "00000000-0000-4000-8000-000000000000");

    private final JsonObject root;

    private JsonSample(JsonObject root) {
        this.root = root;
    }

    /** Returns the JSON text of a value that satisfies {@code schema}; fails with a {@link SandboxFault} when that is no schema. */
    static String of(JsonObject schema) {
        try {
            return Json.encode(new JsonSample(schema).value(schema, 0));
        } catch (ClassCastException
                | IllegalArgumentException
                | ArithmeticException
                | IndexOutOfBoundsException wrong) {
            throw SandboxFault.invalid("schema", "The JSON schema is not valid.");
        }
    }

    private @Nullable Object value(JsonObject schema, int depth) {
        if (depth > DEPTH_MAX) {
            return null;
        }
        if (schema.containsKey("const")) {
            return schema.getValue("const");
        }
        if (schema.getValue("enum") instanceof JsonArray values && !values.isEmpty()) {
            return values.getValue(0);
        }
        if (schema.getValue("$ref") instanceof String reference) {
            return value(resolve(reference), depth + 1);
        }
        for (String each : List.of("anyOf", "oneOf")) {
            if (schema.getValue(each) instanceof JsonArray ways && ways.getValue(0) instanceof JsonObject first) {
                return value(merged(schema, first), depth + 1);
            }
        }
        if (schema.getValue("allOf") instanceof JsonArray parts) {
            return value(all(schema, parts), depth + 1);
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "string" -> string(schema);
            case "integer" -> number(schema, true);
            case "number" -> number(schema, false);
            case "boolean" -> true;
            default -> null;
        };
    }

    private static String type(JsonObject schema) {
        Object type = schema.getValue("type");
        if (type instanceof JsonArray types && !types.isEmpty()) {
            return types.getString(0).toLowerCase(Locale.ROOT);
        }
        if (type instanceof String name) {
            // Google's schemas write OBJECT and STRING.
            return name.toLowerCase(Locale.ROOT);
        }
        if (schema.containsKey("items")) {
            return "array";
        }
        return schema.containsKey("minimum") ? "number" : schema.containsKey("minLength") ? "string" : "object";
    }

    private JsonObject object(JsonObject schema, int depth) {
        JsonObject object = new JsonObject();
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        for (Object each : schema.getJsonArray("required", new JsonArray())) {
            String name = String.valueOf(each);
            object.put(name, value(properties.getJsonObject(name, new JsonObject().put("type", "string")), depth + 1));
        }
        return object;
    }

    private JsonArray array(JsonObject schema, int depth) {
        int count = Math.min(ITEMS_MAX, schema.getInteger("minItems", 0));
        JsonObject items = schema.getValue("items") instanceof JsonObject each ? each : new JsonObject();
        List<@Nullable Object> values = new ArrayList<>();
        JsonArray first = schema.getJsonArray("prefixItems", new JsonArray());
        for (int i = 0; i < count; i++) {
            values.add(value(i < first.size() ? first.getJsonObject(i) : items, depth + 1));
        }
        return new JsonArray(values);
    }

    private static String string(JsonObject schema) {
        String sample = FORMATS.getOrDefault(schema.getString("format", ""), "sandbox");
        int min = Math.min(CHARS_MAX, schema.getInteger("minLength", 0));
        int max = schema.getInteger("maxLength", Integer.MAX_VALUE);
        String padded = sample + "x".repeat(Math.max(0, min - sample.length()));
        return padded.length() > max ? padded.substring(0, max) : padded;
    }

    private static BigDecimal number(JsonObject schema, boolean whole) {
        BigDecimal step = whole ? BigDecimal.ONE : BigDecimal.ZERO;
        if (schema.containsKey("multipleOf")) {
            step = decimal(schema, "multipleOf");
        }
        BigDecimal value = BigDecimal.ZERO;
        if (schema.containsKey("minimum")) {
            value = value.max(decimal(schema, "minimum"));
        }
        if (schema.containsKey("exclusiveMinimum")) {
            value = value.max(decimal(schema, "exclusiveMinimum").add(step.signum() == 0 ? BigDecimal.ONE : step));
        }
        if (schema.containsKey("maximum")) {
            value = value.min(decimal(schema, "maximum"));
        }
        if (step.signum() == 0) {
            return value;
        }
        return value.divide(step, 0, RoundingMode.CEILING).multiply(step);
    }

    private static BigDecimal decimal(JsonObject schema, String name) {
        return new BigDecimal(schema.getNumber(name).toString());
    }

    private JsonObject resolve(String reference) {
        JsonObject at = root;
        for (String each : reference.replaceFirst("^#/?", "").split("/")) {
            String name = each.replace("~1", "/").replace("~0", "~");
            if (!name.isEmpty()) {
                at = at.getJsonObject(name, new JsonObject());
            }
        }
        return at;
    }

    private static JsonObject merged(JsonObject schema, JsonObject way) {
        JsonObject rest = schema.copy();
        rest.remove("anyOf");
        rest.remove("oneOf");
        return rest.mergeIn(way, true);
    }

    private JsonObject all(JsonObject schema, JsonArray parts) {
        JsonObject sum = schema.copy();
        sum.remove("allOf");
        JsonArray required = sum.getJsonArray("required", new JsonArray()).copy();
        for (Object each : parts) {
            if (each instanceof JsonObject part) {
                JsonObject resolved = part.getValue("$ref") instanceof String reference ? resolve(reference) : part;
                resolved.getJsonArray("required", new JsonArray()).forEach(required::add);
                sum.mergeIn(resolved, true);
            }
        }
        return sum.put("required", required);
    }
}
