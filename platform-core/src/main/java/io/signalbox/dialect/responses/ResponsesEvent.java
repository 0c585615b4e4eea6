package io.signalbox.dialect.responses;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.chat.OutputSample;
import io.signalbox.chat.Piece;
import io.signalbox.json.JsonCursor;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The data of one event of a stream, kept as its bytes: only a response object in it is told anew. */
final class ResponsesEvent implements Piece {

    private static final Set<String> ENDS = Set.of("response.completed", "response.incomplete");
    private static final Set<String> FAULTS = Set.of("error", "response.failed");

    /** What says that something is about to come. */
    private static final Set<String> PREAMBLE = Set.of(
            "response.created",
            "response.queued",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.reasoning_summary_part.added");

    private final byte[] bytes;
    private String type = "";
    private long number = -1;
    private int deltaStart;
    private int deltaBytes;
    private @Nullable ResponseScan response;

    private ResponsesEvent(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads one event's data in one pass; fails with {@code PROVIDER_MALFORMED} when it is no JSON object. The array is not copied. */
    static ResponsesEvent read(byte[] data) {
        ResponsesEvent event = new ResponsesEvent(data);
        try (JsonCursor cursor = new JsonCursor(data)) {
            cursor.openRoot();
            while (cursor.atName()) {
                String name = cursor.name();
                cursor.advance();
                event.readMember(name, cursor);
            }
            cursor.closeRoot();
            return event;
        } catch (IOException malformed) {
            throw ResponsesReply.malformed("the provider's stream holds invalid JSON", malformed);
        }
    }

    private void readMember(String name, JsonCursor cursor) throws IOException {
        switch (name) {
            case "type" -> type = ResponseScan.text(cursor);
            case "sequence_number" ->
                number = cursor.at(JsonToken.VALUE_NUMBER_INT) ? cursor.takeInteger() : skip(cursor);
            case "delta" -> readDelta(cursor);
            case "response" -> readResponse(cursor);
            default -> cursor.skip();
        }
    }

    private static long skip(JsonCursor cursor) throws IOException {
        cursor.skip();
        return -1;
    }

    private void readDelta(JsonCursor cursor) throws IOException {
        boolean isText = cursor.at(JsonToken.VALUE_STRING);
        deltaStart = cursor.start() + 1;
        int size = cursor.skipMeasured();
        deltaBytes = isText ? size - 2 : 0;
    }

    private void readResponse(JsonCursor cursor) throws IOException {
        if (cursor.at(JsonToken.START_OBJECT)) {
            response = ResponseScan.read(cursor, bytes);
            return;
        }
        cursor.skip();
    }

    String type() {
        return type;
    }

    /** The provider's number of the event, −1 when it has none. */
    long number() {
        return number;
    }

    /** Whether the answer is complete with it. */
    boolean isEnd() {
        return ENDS.contains(type);
    }

    /** Whether the provider reports that it failed. */
    boolean isFault() {
        return FAULTS.contains(type);
    }

    /** The id of the response it tells of, when it does. */
    Optional<String> responseId() {
        return response == null ? Optional.empty() : Optional.of(response.id());
    }

    @Override
    public Optional<TokenUsage> usage() {
        return response == null ? Optional.empty() : response.usage();
    }

    @Override
    public Optional<ServiceTier> serviceTier() {
        return response == null ? Optional.empty() : response.serviceTier();
    }

    @Override
    public int outputBytes() {
        return deltaBytes;
    }

    @Override
    public void sample(OutputSample sample) {
        if (deltaBytes > 0) {
            sample.addWritten(bytes, deltaStart, deltaBytes);
        }
    }

    @Override
    public boolean begins() {
        return !PREAMBLE.contains(type);
    }

    /** The data for the client. */
    Buffer rendered(ResponseScan.Told told) {
        return response == null ? Buffer.buffer(bytes) : response.rendered(told);
    }
}
