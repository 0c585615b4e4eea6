package io.signalbox.api.manage.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A JSON body, read field by field. Each read notes what is wrong and goes on with a stand-in; {@link #check()}, to be called before anything is
 * done, refuses the lot at once, and with it every field that nobody asked for.
 */
public final class BodyFields {

    private static final int DEPTH_MAX = 16;

    private static final ObjectReader STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final JsonNode fields;
    private final Set<String> asked = new HashSet<>();
    private final Complaints complaints = new Complaints();

    private BodyFields(JsonNode fields) {
        this.fields = fields;
    }

    /** Fails with {@code INVALID_JSON} unless {@code body} is one JSON object; nothing at all counts as an empty one. */
    static BodyFields read(Buffer body) {
        if (body.length() == 0) {
            return new BodyFields(JsonNodeFactory.instance.objectNode());
        }
        try {
            JsonNode node = STRICT.readTree(body.getBytes());
            if (node.isObject()) {
                return new BodyFields(node);
            }
        } catch (IOException malformed) {
            throw Fault.with(FaultCode.INVALID_JSON, "The body is not well-formed JSON.")
                    .detail(malformed.getClass().getSimpleName())
                    .build();
        }
        throw Fault.of(FaultCode.INVALID_JSON, "The body must be a JSON object.");
    }

    /** Whether the field is there, be it null. */
    public boolean has(String name) {
        asked.add(name);
        return fields.has(name);
    }

    /** A required text of 1 to {@code max} characters. */
    public String text(String name, int max) {
        return optionalText(name, max).orElseGet(() -> {
            if (isAbsent(name)) {
                complain(name, "required", "is required");
            }
            return "";
        });
    }

    /** A text of 1 to {@code max} characters; absent and null alike are empty. */
    public Optional<String> optionalText(String name, int max) {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        JsonNode value = fields.get(name);
        if (!value.isTextual()) {
            complain(name, "type", "must be a string");
            return Optional.empty();
        }
        return isTextOf(name, value.textValue(), max) ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** A required one of {@code known}. */
    public <T> T choice(String name, List<T> known, Function<T, String> wireName) {
        return optionalChoice(name, known, wireName).orElseGet(() -> {
            if (isAbsent(name)) {
                complain(name, "required", "is required");
            }
            return known.get(0);
        });
    }

    public <T> Optional<T> optionalChoice(String name, List<T> known, Function<T, String> wireName) {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        String text = fields.get(name).asText();
        Optional<T> chosen =
                known.stream().filter(each -> wireName.apply(each).equals(text)).findFirst();
        if (chosen.isEmpty()) {
            complain(
                    name,
                    "unknown_value",
                    "must be one of " + known.stream().map(wireName).toList());
        }
        return chosen;
    }

    /** An object whose members only the endpoint can judge; absent and null alike are empty. */
    public Optional<JsonNode> optionalObject(String name) {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        if (!fields.get(name).isObject()) {
            complain(name, "type", "must be an object");
            return Optional.empty();
        }
        return Optional.of(fields.get(name));
    }

    /** A list of texts without repetition, at most {@code countMax} of at most {@code lengthMax} characters; absent and null are empty. */
    public Set<String> texts(String name, int countMax, int lengthMax) {
        Set<String> read = new LinkedHashSet<>();
        if (isAbsent(name)) {
            return read;
        }
        JsonNode list = fields.get(name);
        if (!list.isArray() || list.size() > countMax) {
            complain(name, "type", "must be a list of at most " + countMax + " strings");
            return read;
        }
        for (int at = 0; at < list.size(); at++) {
            String place = name + "/" + at;
            if (!list.get(at).isTextual()) {
                complain(place, "type", "must be a string");
            } else if (isTextOf(place, list.get(at).textValue(), lengthMax)) {
                read.add(list.get(at).textValue());
            }
        }
        return read;
    }

    /** A list of at most {@code countMax} whole numbers between the bounds, both included; absent and null are empty. */
    public List<Integer> numbers(String name, int countMax, int min, int max) {
        List<Integer> read = new ArrayList<>();
        if (isAbsent(name)) {
            return read;
        }
        JsonNode list = fields.get(name);
        if (!list.isArray() || list.size() > countMax) {
            complain(name, "type", "must be a list of at most " + countMax + " numbers");
            return read;
        }
        for (int at = 0; at < list.size(); at++) {
            JsonNode each = list.get(at);
            if (each.isIntegralNumber() && each.canConvertToInt() && each.intValue() >= min && each.intValue() <= max) {
                read.add(each.intValue());
            } else {
                complain(name + "/" + at, "range", "must be a whole number from " + min + " to " + max);
            }
        }
        return read;
    }

    /** A time in RFC 3339, or Unix seconds; absent and null alike are empty. */
    public Optional<Instant> optionalTime(String name) {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        JsonNode value = fields.get(name);
        Optional<Instant> read =
                value.isTextual() || value.isIntegralNumber() ? Texts.time(value.asText()) : Optional.empty();
        if (read.isEmpty()) {
            complain(name, "format", "must be a time such as 2026-12-31T23:00:00Z");
        }
        return read;
    }

    /** An amount in decimal USD, as a string: {@code "12.50"}. */
    public Optional<Money> optionalUsd(String name) {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        JsonNode value = fields.get(name);
        Optional<Money> read = value.isTextual() ? Texts.usd(value.textValue()) : Optional.empty();
        if (read.isEmpty()) {
            complain(name, "format", "must be decimal USD in a string, such as \"12.50\", below a billion");
        }
        return read;
    }

    /** As {@link #optionalUsd} of a field that has to be there. */
    public Money usd(String name) {
        return optionalUsd(name).orElseGet(() -> {
            if (isAbsent(name)) {
                complain(name, "required", "is required");
            }
            return Money.ZERO;
        });
    }

    /** A whole number between the bounds, both included. */
    public long number(String name, long min, long max, long otherwise) {
        if (isAbsent(name)) {
            return otherwise;
        }
        JsonNode value = fields.get(name);
        if (!value.canConvertToLong()
                || !value.isIntegralNumber()
                || value.longValue() < min
                || value.longValue() > max) {
            complain(name, "range", "must be a whole number from " + min + " to " + max);
            return otherwise;
        }
        return value.longValue();
    }

    public boolean flag(String name, boolean otherwise) {
        if (isAbsent(name)) {
            return otherwise;
        }
        if (!fields.get(name).isBoolean()) {
            complain(name, "type", "must be true or false");
        }
        return fields.get(name).booleanValue();
    }

    /** Adds what only the endpoint can judge; {@code message} goes on after the field's name. */
    public void complain(String name, String code, String message) {
        complaints.add("/" + name, code, message);
    }

    /** Throws one {@code INVALID_REQUEST} with all that is wrong, if anything is. */
    public void check() {
        List<String> strangers = new ArrayList<>();
        fields.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                strangers.add(name);
            }
        });
        strangers.forEach(name -> complain(shortened(name), "unknown_field", "is not a field of this request"));
        complaints.raise();
    }

    private static String shortened(String name) {
        String printable = Texts.isPrintable(name) ? name : "(unprintable)";
        return printable.length() <= 64 ? printable : printable.substring(0, 64);
    }

    private boolean isAbsent(String name) {
        asked.add(name);
        return !fields.hasNonNull(name);
    }

    private boolean isTextOf(String place, String text, int max) {
        if (text.isBlank() || text.length() > max) {
            complain(place, "length", "must have 1 to " + max + " characters");
            return false;
        }
        if (!Texts.isPrintable(text)) {
            complain(place, "characters", "must not hold control characters");
            return false;
        }
        return true;
    }
}
