package io.signalbox.web.requests;

import io.signalbox.billing.usage.RequestFilter;
import io.signalbox.billing.usage.RequestFilter.Place;
import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.key.KeyId;
import io.signalbox.tenant.AppId;
import io.signalbox.web.page.Visit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the list's URL asks for. What it cannot mean is left out and named in {@code ignored}, never an error. */
record RequestQuery(
        Optional<String> model,
        Optional<Status> status,
        Optional<KeyId> key,
        Optional<AppId> app,
        Optional<String> task,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Place> before,
        List<String> ignored) {

    private static final int MODEL_LENGTH_MAX = 200;

    RequestQuery {
        ignored = List.copyOf(ignored);
    }

    /** The classes of outcomes that can be asked for. */
    enum Status {
        ANSWERED("ok", "answered", 100, 399),
        ANY_ERROR("error", "any error", 400, 999),
        REFUSED("refused", "refused (4xx)", 400, 499),
        FAILED("failed", "failed (5xx)", 500, 999);

        private final String wireName;
        private final String label;
        private final int from;
        private final int to;

        Status(String wireName, String label, int from, int to) {
            this.wireName = wireName;
            this.label = label;
            this.from = from;
            this.to = to;
        }

        String wireName() {
            return wireName;
        }

        String label() {
            return label;
        }
    }

    static RequestQuery read(Visit visit) {
        List<String> ignored = new ArrayList<>();
        Optional<Status> status = visit.query("status").flatMap(name -> noting(ignored, "status", name, status(name)));
        Optional<KeyId> key = visit.query("key").flatMap(id -> noting(ignored, "key", id, key(id)));
        Optional<Place> before = visit.query("before").flatMap(text -> noting(ignored, "page", text, place(text)));
        Optional<String> model = visit.query("model")
                .flatMap(name -> noting(
                        ignored,
                        "model",
                        "",
                        name.length() <= MODEL_LENGTH_MAX ? Optional.of(name) : Optional.empty()));
        return new RequestQuery(
                model,
                status,
                key,
                visit.query("app").flatMap(id -> noting(ignored, "app", id, app(id))),
                visit.query("task")
                        .filter(name -> name.length() <= MODEL_LENGTH_MAX)
                        .map(name -> name.equals("-") ? "" : name),
                visit.query("from").flatMap(at -> noting(ignored, "time", at, instant(at))),
                visit.query("to").flatMap(at -> noting(ignored, "time", at, instant(at))),
                before,
                ignored);
    }

    private static <T> Optional<T> noting(List<String> ignored, String what, String value, Optional<T> meant) {
        if (meant.isEmpty()) {
            ignored.add(what + (value.isEmpty() ? "" : " “" + value + "”"));
        }
        return meant;
    }

    private static Optional<Status> status(String name) {
        return List.of(Status.values()).stream()
                .filter(each -> each.wireName.equals(name))
                .findFirst();
    }

    private static Optional<KeyId> key(String id) {
        return id.matches("key_[0-9A-Za-z]{1,60}") ? Optional.of(new KeyId(id)) : Optional.empty();
    }

    private static Optional<AppId> app(String id) {
        return id.matches("app_[0-9A-Za-z]{1,60}") ? Optional.of(new AppId(id)) : Optional.empty();
    }

    /** Between 1970 and 9999, which the database can tell too. */
    private static Optional<Instant> instant(String text) {
        try {
            Instant at = Instant.parse(text);
            return at.isBefore(Instant.EPOCH) || !at.isBefore(Instant.parse("9999-01-01T00:00:00Z"))
                    ? Optional.empty()
                    : Optional.of(at);
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Place> place(String text) {
        int cut = text.indexOf('_');
        if (cut < 0 || text.length() > 120) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Place(Instant.parse(text.substring(0, cut)), text.substring(cut + 1)));
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    RequestFilter filter(int limit) {
        RequestFilter filter = RequestFilter.newest(limit);
        filter = model.isPresent() ? filter.ofModel(model.get()) : filter;
        filter = status.isPresent() ? filter.ofStatus(status.get().from, status.get().to) : filter;
        filter = key.isPresent() ? filter.ofKey(key.get()) : filter;
        filter = app.isPresent() ? filter.ofApp(app.get()) : filter;
        filter = task.isPresent() ? filter.ofTask(task.get()) : filter;
        filter = filter.during(from, to);
        return before.isPresent() ? filter.after(before.get()) : filter;
    }

    boolean isFiltered() {
        return model.isPresent()
                || status.isPresent()
                || key.isPresent()
                || app.isPresent()
                || task.isPresent()
                || from.isPresent()
                || to.isPresent();
    }

    /** The same list from its top. */
    String newestHref() {
        return href(Optional.empty());
    }

    /** The whole list as a file. */
    String csvHref() {
        return href(Optional.empty()).replaceFirst("/requests", "/requests.csv");
    }

    /** The same list after {@code last}. */
    String hrefAfter(RequestRecord last) {
        return href(Optional.of(last.at() + "_" + last.requestId()));
    }

    private String href(Optional<String> place) {
        List<String> parts = new ArrayList<>();
        model.ifPresent(name -> parts.add("model=" + encoded(name)));
        status.ifPresent(it -> parts.add("status=" + it.wireName));
        key.ifPresent(id -> parts.add("key=" + id));
        app.ifPresent(id -> parts.add("app=" + id));
        task.ifPresent(name -> parts.add("task=" + (name.isEmpty() ? "-" : encoded(name))));
        from.ifPresent(at -> parts.add("from=" + encoded(at.toString())));
        to.ifPresent(at -> parts.add("to=" + encoded(at.toString())));
        place.ifPresent(text -> parts.add("before=" + encoded(text)));
        return parts.isEmpty() ? "/requests" : "/requests?" + String.join("&", parts);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
