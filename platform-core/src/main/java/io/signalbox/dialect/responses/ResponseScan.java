package io.signalbox.dialect.responses;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.chat.UsageLine;
import io.signalbox.json.Json;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.Member;
import io.signalbox.json.ObjectSplice;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One response object within bytes, read in one pass: what it says, and where what must change stands. */
final class ResponseScan {

    /** Strings of the output that are not the model's. */
    private static final Set<String> NOT_OUTPUT =
            Set.of("id", "type", "status", "role", "call_id", "encrypted_content");

    private final byte[] bytes;
    private final List<Spot> spots = new ArrayList<>(4);
    private int members;
    private int lastEnd;
    private boolean hasModel;
    private boolean hasOutput;
    private @Nullable UsageObject usage;
    private @Nullable ResponseScan inner;
    private boolean hasUsage;
    private String id = "";
    private String status = "";
    private Optional<ServiceTier> serviceTier = Optional.empty();
    private long outputBytes;

    private record Spot(String name, Member member) {}

    /**
     * What a client is told in place of what its provider said: {@code model} is the name that served; {@code kept} and {@code continued} are what Signalbox did,
     * for the provider was asked to store nothing; {@code usage} only once it is settled.
     */
    record Told(String model, boolean kept, Optional<String> continued, Optional<UsageLine> usage) {

        Optional<byte[]> of(String name, @Nullable UsageObject given) {
            return switch (name) {
                case "model" -> Optional.of(Json.quoted(model));
                case "store" -> kept ? Optional.of(new byte[] {'t', 'r', 'u', 'e'}) : Optional.empty();
                case "previous_response_id" -> continued.map(Json::quoted);
                default ->
                    usage.map(line -> given == null ? Buffer.buffer(UsageText.whole(line)) : given.rendered(line))
                            .map(Buffer::getBytes);
            };
        }
    }

    private ResponseScan(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads bytes that are nothing but a response object; fails with an IOException when they are not one JSON object. */
    static ResponseScan read(byte[] bytes) throws IOException {
        try (JsonCursor cursor = new JsonCursor(bytes)) {
            ResponseScan scan = new ResponseScan(bytes);
            cursor.openRoot();
            scan.readMembers(cursor);
            cursor.closeRoot();
            return scan;
        }
    }

    /** Reads the object the cursor stands on. */
    static ResponseScan read(JsonCursor cursor, byte[] bytes) throws IOException {
        ResponseScan scan = new ResponseScan(bytes);
        cursor.advance();
        scan.readMembers(cursor);
        cursor.advance();
        return scan;
    }

    /** The id of the response that the bytes are, or hold as their member {@code response}. */
    static String idOf(byte[] bytes) throws IOException {
        ResponseScan scan = read(bytes);
        return scan.inner == null ? scan.id : scan.inner.id;
    }

    private void readMembers(JsonCursor cursor) throws IOException {
        while (cursor.atName()) {
            String name = cursor.name();
            int keyStart = cursor.start();
            int previousEnd = cursor.previousEnd();
            cursor.advance();
            int valueStart = cursor.start();
            if (readMember(name, cursor)) {
                spots.add(new Spot(name, new Member(members, previousEnd, keyStart, valueStart, cursor.previousEnd())));
            }
            members++;
        }
        lastEnd = cursor.previousEnd();
    }

    /** Returns whether the member may have to change. */
    private boolean readMember(String name, JsonCursor cursor) throws IOException {
        switch (name) {
            case "model", "store", "previous_response_id" -> {
                hasModel |= "model".equals(name);
                cursor.skip();
                return true;
            }
            case "usage" -> {
                hasUsage = true;
                readUsage(cursor);
                return true;
            }
            case "output" -> {
                hasOutput = cursor.at(JsonToken.START_ARRAY);
                outputBytes = cursor.skipStrings(NOT_OUTPUT);
            }
            case "response" -> readInner(cursor);
            case "id" -> id = text(cursor);
            case "status" -> status = text(cursor);
            case "service_tier" -> serviceTier = ServiceTier.ofWireName(text(cursor));
            default -> cursor.skip();
        }
        return false;
    }

    private void readInner(JsonCursor cursor) throws IOException {
        if (cursor.at(JsonToken.START_OBJECT)) {
            inner = read(cursor, bytes);
            return;
        }
        cursor.skip();
    }

    private void readUsage(JsonCursor cursor) throws IOException {
        if (cursor.at(JsonToken.START_OBJECT)) {
            usage = UsageObject.read(cursor, bytes);
            return;
        }
        usage = null;
        cursor.skip();
    }

    static String text(JsonCursor cursor) throws IOException {
        if (cursor.at(JsonToken.VALUE_STRING)) {
            return cursor.takeText();
        }
        cursor.skip();
        return "";
    }

    String id() {
        return id;
    }

    String status() {
        return status;
    }

    boolean hasOutput() {
        return hasOutput;
    }

    long outputBytes() {
        return outputBytes;
    }

    Optional<TokenUsage> usage() {
        return usage == null ? Optional.empty() : usage.tokens();
    }

    Optional<ServiceTier> serviceTier() {
        return serviceTier;
    }

    /** All the bytes, the response in them as {@code told}. */
    Buffer rendered(Told told) {
        ObjectSplice splice = new ObjectSplice(bytes, 0, bytes.length, 2 * UsageText.SPARE);
        spots.forEach(spot -> told.of(spot.name(), usage).ifPresent(value -> splice.replace(spot.member(), value)));
        Buffer more = Buffer.buffer(0);
        if (!hasModel) {
            more.appendString("\"model\":").appendBytes(Json.quoted(told.model()));
        }
        if (!hasUsage && told.usage().isPresent()) {
            more.appendString(more.length() == 0 ? "\"usage\":" : ",\"usage\":")
                    .appendString(UsageText.whole(told.usage().get()));
        }
        splice.endMembers(members, lastEnd, more);
        return splice.finish(bytes.length);
    }
}
