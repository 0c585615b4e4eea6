package io.signalbox.api.manage.http;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A query string, read like {@link BodyFields}: an unknown parameter is refused, for a typo must not widen a result. */
public final class QueryFields {

    private static final int LENGTH_MAX = 500;

    private final MultiMap params;
    private final Set<String> asked = new HashSet<>();
    private final Complaints complaints = new Complaints();

    QueryFields(MultiMap params) {
        this.params = params;
    }

    public Optional<String> text(String name) {
        asked.add(name);
        List<String> given = params.getAll(name);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (given.size() > 1) {
            complain(name, "repeated", "is given more than once");
            return Optional.empty();
        }
        return isReadable(name, given.get(0)) ? Optional.of(given.get(0)) : Optional.empty();
    }

    /** The values of a parameter that may be repeated, at most {@code countMax}; one may be empty. */
    public List<String> texts(String name, int countMax) {
        asked.add(name);
        List<String> given = params.getAll(name);
        if (given.size() > countMax) {
            complain(name, "repeated", "is given more than " + countMax + " times");
            return List.of();
        }
        return given.stream()
                .filter(text -> text.isEmpty() || isReadable(name, text))
                .toList();
    }

    private boolean isReadable(String name, String text) {
        boolean readable = !text.isEmpty() && text.length() <= LENGTH_MAX && Texts.isPrintable(text);
        if (!readable) {
            complain(name, "format", "must have 1 to " + LENGTH_MAX + " printable characters");
        }
        return readable;
    }

    public Optional<Instant> time(String name) {
        Optional<String> text = text(name);
        Optional<Instant> time = text.flatMap(Texts::time);
        if (text.isPresent() && time.isEmpty()) {
            complain(name, "format", "must be a time such as 2026-12-31T23:00:00Z, or Unix seconds");
        }
        return time;
    }

    public Optional<String> choice(String name, List<String> known) {
        Optional<String> text = text(name);
        if (text.isPresent() && !known.contains(text.get())) {
            complain(name, "unknown_value", "must be one of " + known);
            return Optional.empty();
        }
        return text;
    }

    public int number(String name, int min, int max, int otherwise) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        boolean isNumber = text.get().matches("[0-9]{1,9}");
        int number = isNumber ? Integer.parseInt(text.get()) : -1;
        if (!isNumber || number < min || number > max) {
            complain(name, "range", "must be a whole number from " + min + " to " + max);
            return otherwise;
        }
        return number;
    }

    /** Adds what only the endpoint can judge. */
    public void complain(String name, String code, String message) {
        complaints.add("?" + name, code, message);
    }

    /** Throws one {@code INVALID_REQUEST} with all that is wrong, if anything is. */
    public void check() {
        for (String name : params.names()) {
            if (!asked.contains(name)) {
                String shown = Texts.isPrintable(name) && name.length() <= 64 ? name : "(unprintable)";
                complain(shown, "unknown_parameter", "is not a parameter of this request");
            }
        }
        complaints.raise();
    }
}
