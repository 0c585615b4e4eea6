package io.signalbox.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.fault.Fault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The members of one object of a request, read by type; null is as good as absent. A member of the wrong type is the caller's mistake and is
 * told with its path: {@code messages[2].content}.
 */
public record Fields(ObjectNode node, String path) {

    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** The member as it is, empty when absent. */
    public Optional<JsonNode> any(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    public Optional<String> text(String name) {
        return any(name).map(value -> {
            if (!value.isTextual()) {
                throw invalid(name, "must be a string");
            }
            return value.textValue();
        });
    }

    public String requiredText(String name) {
        return text(name).orElseThrow(() -> invalid(name, "is missing"));
    }

    public Optional<Boolean> flag(String name) {
        return any(name).map(value -> {
            if (!value.isBoolean()) {
                throw invalid(name, "must be true or false");
            }
            return value.booleanValue();
        });
    }

    public Optional<Long> whole(String name) {
        return any(name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw invalid(name, "must be a whole number");
            }
            return value.longValue();
        });
    }

    public Optional<BigDecimal> decimal(String name) {
        return any(name).map(value -> {
            if (!value.isNumber()) {
                throw invalid(name, "must be a number");
            }
            return value.decimalValue();
        });
    }

    public Optional<Fields> object(String name) {
        return any(name).map(value -> {
            if (!(value instanceof ObjectNode object)) {
                throw invalid(name, "must be an object");
            }
            return new Fields(object, path(name));
        });
    }

    /** The member if it is an object; empty when it is anything else. */
    public Optional<Fields> objectIfObject(String name) {
        return node.get(name) instanceof ObjectNode object
                ? Optional.of(new Fields(object, path(name)))
                : Optional.empty();
    }

    public Fields required(String name) {
        return object(name).orElseThrow(() -> invalid(name, "is missing"));
    }

    /** The objects of a list, empty when absent. */
    public List<Fields> list(String name) {
        List<Fields> list = new ArrayList<>();
        any(name).ifPresent(value -> {
            if (!value.isArray()) {
                throw invalid(name, "must be a list");
            }
            for (JsonNode each : value) {
                String at = path(name) + "[" + list.size() + "]";
                if (!(each instanceof ObjectNode object)) {
                    throw RequestFault.invalid(at, "'" + at + "' must be an object");
                }
                list.add(new Fields(object, at));
            }
        });
        return list;
    }

    /** One string or a list of strings, empty when absent. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        any(name).ifPresent(value -> {
            if (value.isTextual()) {
                texts.add(value.textValue());
                return;
            }
            if (!value.isArray()) {
                throw invalid(name, "must be a string or a list of strings");
            }
            for (JsonNode each : value) {
                if (!each.isTextual()) {
                    throw invalid(name, "must be a string or a list of strings");
                }
                texts.add(each.textValue());
            }
        });
        return texts;
    }

    /** Where a member of this object stands in the request. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The fault for a member; {@code complaint} completes "'name' …". */
    public Fault invalid(String name, String complaint) {
        return RequestFault.invalid(path(name), "'" + path(name) + "' " + complaint);
    }

    /** As {@link #invalid}, for what is understood and cannot be done. */
    public Fault unsupported(String name, String complaint) {
        return RequestFault.unsupported(path(name), "'" + path(name) + "' " + complaint);
    }
}
