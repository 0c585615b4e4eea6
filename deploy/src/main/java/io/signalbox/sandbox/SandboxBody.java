package io.signalbox.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Members of a request's JSON; what is not as it must be is a {@link SandboxFault} that names the path. */
final class SandboxBody {

    private SandboxBody() {}

    static String text(JsonObject object, String name, String path) {
        if (object.getValue(name) instanceof String text) {
            return text;
        }
        throw SandboxFault.invalid(path, path + ": a string is required.");
    }

    static String text(JsonObject object, String name) {
        return text(object, name, name);
    }

    /** A text that must not be empty. */
    static String name(JsonObject object, String name, String path) {
        String text = text(object, name, path);
        if (text.isEmpty()) {
            throw SandboxFault.invalid(path, path + ": must not be empty.");
        }
        return text;
    }

    /** The object {@code value} is said to be. */
    static JsonObject object(@Nullable Object value, String path) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw SandboxFault.invalid(path, path + ": an object is required.");
    }

    /** The member's object; empty when it is absent or null. */
    static Optional<JsonObject> maybeObject(JsonObject object, String name) {
        @Nullable Object value = object.getValue(name);
        return value == null ? Optional.empty() : Optional.of(object(value, name));
    }

    /** The member's list of objects; empty when it is absent or null. */
    static List<JsonObject> objects(JsonObject object, String name, String path) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object each : list(object, name, path)) {
            objects.add(object(each, path + "[" + objects.size() + "]"));
        }
        return objects;
    }

    static List<JsonObject> objects(JsonObject object, String name) {
        return objects(object, name, name);
    }

    /** A list of at least one object. */
    static List<JsonObject> someObjects(JsonObject object, String name) {
        List<JsonObject> objects = objects(object, name);
        if (objects.isEmpty()) {
            throw SandboxFault.invalid(name, "'" + name + "' must be a list of at least one element.");
        }
        return objects;
    }

    static JsonArray list(JsonObject object, String name, String path) {
        @Nullable Object value = object.getValue(name);
        if (value == null) {
            return new JsonArray();
        }
        if (value instanceof JsonArray list) {
            return list;
        }
        throw SandboxFault.invalid(path, path + ": a list is required.");
    }

    static List<String> texts(JsonObject object, String name) {
        List<String> texts = new ArrayList<>();
        for (Object each : list(object, name, name)) {
            if (!(each instanceof String text)) {
                throw SandboxFault.invalid(name, name + ": a list of strings is required.");
            }
            texts.add(text);
        }
        return texts;
    }

    /** A whole number of at least 1; empty when it is absent or null. */
    static Optional<Long> count(JsonObject object, String name) {
        @Nullable Object value = object.getValue(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Integer || value instanceof Long) || ((Number) value).longValue() < 1) {
            throw SandboxFault.invalid(name, "'" + name + "' must be a whole number of at least 1.");
        }
        return Optional.of(((Number) value).longValue());
    }

    /** A number within bounds; nothing when it is absent or null. */
    static void range(JsonObject object, String name, double min, double max) {
        @Nullable Object value = object.getValue(name);
        boolean fits = value instanceof Number number && number.doubleValue() >= min && number.doubleValue() <= max;
        if (value != null && !fits) {
            throw SandboxFault.invalid(name, name + ": range: " + min + ".." + max);
        }
    }

    static boolean flag(JsonObject object, String name) {
        return Boolean.TRUE.equals(object.getValue(name));
    }

    /** A schema, an empty one when there is none. */
    static JsonObject schema(JsonObject object, String name, String path) {
        @Nullable Object value = object.getValue(name);
        return value == null ? new JsonObject() : object(value, path);
    }

    /** All texts in a value, whatever it is wrapped in: what a tool answered. */
    static String allTexts(@Nullable Object json) {
        StringBuilder texts = new StringBuilder();
        if (json instanceof String text) {
            texts.append(text);
        } else if (json instanceof JsonArray list) {
            list.forEach(each -> texts.append(allTexts(each)));
        } else if (json instanceof JsonObject object) {
            object.forEach(each -> texts.append(allTexts(each.getValue())));
        } else if (json instanceof Integer || json instanceof Long || json instanceof Boolean) {
            texts.append(json);
        }
        return texts.toString();
    }
}
