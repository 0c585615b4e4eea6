package io.signalbox.api.manage.http;

import io.signalbox.id.PageRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * The way through a long list: {@code limit} at a time, after an opaque cursor. A cursor holds its list's filter, so that it cannot be used to go on
 * in another.
 */
public final class Paging {

    public static final int LIMIT_MAX = 200;
    private static final int LIMIT_UNLESS_TOLD = 50;

    private final String filter;
    private final int limit;
    private final Optional<String> after;

    private Paging(String filter, int limit, Optional<String> after) {
        this.filter = filter;
        this.limit = limit;
        this.after = after;
    }

    /** Reads {@code limit} and {@code after}; {@code filter} names the list and whatever narrows it. */
    public static Paging of(QueryFields query, String filter) {
        int limit = query.number("limit", 1, LIMIT_MAX, LIMIT_UNLESS_TOLD);
        Optional<String> cursor = query.text("after");
        Optional<String> after = cursor.flatMap(text -> read(text, filter));
        if (cursor.isPresent() && after.isEmpty()) {
            query.complain("after", "cursor", "is not a cursor of this list");
        }
        return new Paging(filter, limit, after);
    }

    public int limit() {
        return limit;
    }

    /** Where the last page ended, as its list wrote it into the cursor. */
    public Optional<String> after() {
        return after;
    }

    /** Asks for one row more than the page holds. */
    public PageRequest byId() {
        return new PageRequest(after, limit + 1);
    }

    /** The answer of {@code rows}, of which there may be one more than the page holds; {@code place} is what a cursor remembers of a row. */
    public <T> Answer answer(List<T> rows, Function<T, JsonObject> view, Function<T, String> place) {
        boolean more = rows.size() > limit;
        List<T> shown = more ? rows.subList(0, limit) : rows;
        JsonArray data = new JsonArray();
        shown.forEach(row -> data.add(view.apply(row)));
        JsonObject page = new JsonObject().put("data", data).put("has_more", more);
        return Answer.ok(page.put(
                "next_cursor", more ? write(place.apply(shown.get(shown.size() - 1)), filter) : null));
    }

    private static String write(String place, String filter) {
        byte[] text = (checksum(filter) + " " + place).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    private static Optional<String> read(String cursor, String filter) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String start = checksum(filter) + " ";
            return text.startsWith(start) && Texts.isPrintable(text)
                    ? Optional.of(text.substring(start.length()))
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String checksum(String filter) {
        CRC32 crc = new CRC32();
        crc.update(filter.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
