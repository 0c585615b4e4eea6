package io.signalbox.api.manage.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What an endpoint answers when all went well: a status, headers, and a body, whole or in pieces, or none. */
public record Answer(
        int status, Map<String, String> headers, String contentType, Optional<Buffer> body, Optional<Pieces> pieces) {

    private static final String JSON = "application/json";

    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer ok(JsonObject json) {
        return of(200, json);
    }

    /** {@code path} is where what was created can be read, below the API's base. */
    public static Answer created(String path, JsonObject json) {
        return of(201, json).with("location", ManageTable.BASE + path);
    }

    /** As {@link #created}, for what cannot be read again. */
    public static Answer createdOnce(JsonObject json) {
        return of(201, json);
    }

    /** Done, and nothing to show. */
    public static Answer nothing() {
        return new Answer(204, Map.of(), JSON, Optional.empty(), Optional.empty());
    }

    public static Answer text(String contentType, String text) {
        return new Answer(200, Map.of(), contentType, Optional.of(Buffer.buffer(text)), Optional.empty());
    }

    /** For what is too long to be held at once. */
    public static Answer inPieces(String contentType, Pieces pieces) {
        return new Answer(200, Map.of(), contentType, Optional.empty(), Optional.of(pieces));
    }

    private static Answer of(int status, JsonObject json) {
        return new Answer(status, Map.of(), JSON, Optional.of(json.toBuffer()), Optional.empty());
    }

    /** The same with a strong entity tag of that version. */
    public Answer tagged(long version) {
        return with("etag", "\"" + version + "\"");
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, contentType, body, pieces);
    }

    /** A body that is made while it is sent. */
    @FunctionalInterface
    public interface Pieces {

        /** The next piece; empty when there is no more. Asked only when the one before has been written. */
        Future<Optional<String>> next();
    }
}
