package io.signalbox.dialect.openai;

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

/** One pass over a completion object, whole or a stream's chunk: what was produced, what it used, and where model and usage stand. */
final class AnswerScan {

    /** Strings of a message or delta that are not the model's output. */
    private static final Set<String> NOT_OUTPUT = Set.of("role", "id", "type", "data", "signature", "object");

    private final byte[] bytes;
    private final JsonCursor cursor;
    private final List<Member> models = new ArrayList<>(1);
    private final List<Member> usages = new ArrayList<>(1);
    private int members;
    private int lastEnd;

    private @Nullable UsageObject usage;
    private Optional<ServiceTier> serviceTier = Optional.empty();
    private long outputBytes;
    private @Nullable String finishReason;
    private int choices = -1;
    private int finished;
    private long choiceIndexMax = -1;
    private boolean error;

    private AnswerScan(byte[] bytes, JsonCursor cursor) {
        this.bytes = bytes;
        this.cursor = cursor;
    }

    /** Fails with an IOException when the bytes are not one JSON object. */
    static AnswerScan read(byte[] bytes) throws IOException {
        try (JsonCursor cursor = new JsonCursor(bytes)) {
            AnswerScan scan = new AnswerScan(bytes, cursor);
            cursor.openRoot();
            while (cursor.atName()) {
                scan.readMember();
            }
            scan.lastEnd = cursor.previousEnd();
            cursor.closeRoot();
            return scan;
        }
    }

    private void readMember() throws IOException {
        String name = cursor.name();
        switch (name) {
            case "choices" -> {
                cursor.advance();
                readChoices();
            }
            case "error" -> {
                cursor.advance();
                error = !cursor.at(JsonToken.VALUE_NULL);
                cursor.skip();
            }
            case "model", "usage" -> readSpliced(name);
            case "service_tier" -> {
                cursor.advance();
                readServiceTier();
            }
            default -> {
                cursor.advance();
                cursor.skip();
            }
        }
        members++;
    }

    private void readSpliced(String name) throws IOException {
        int keyStart = cursor.start();
        int previousEnd = cursor.previousEnd();
        cursor.advance();
        int valueStart = cursor.start();
        boolean isModel = "model".equals(name);
        if (isModel) {
            cursor.skip();
        } else {
            readUsage();
        }
        (isModel ? models : usages).add(new Member(members, previousEnd, keyStart, valueStart, cursor.previousEnd()));
    }

    private void readServiceTier() throws IOException {
        if (cursor.at(JsonToken.VALUE_STRING)) {
            serviceTier = ServiceTier.ofWireName(cursor.takeText());
            return;
        }
        cursor.skip();
    }

    private void readUsage() throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            usage = null;
            cursor.skip();
            return;
        }
        usage = UsageObject.read(cursor, bytes);
    }

    private void readChoices() throws IOException {
        choices = 0;
        if (!cursor.at(JsonToken.START_ARRAY)) {
            cursor.skip();
            return;
        }
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            choices++;
            if (cursor.at(JsonToken.START_OBJECT)) {
                readChoice();
            } else {
                cursor.skip();
            }
        }
        cursor.advance();
    }

    private void readChoice() throws IOException {
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            switch (name) {
                case "message", "delta", "text" -> outputBytes += cursor.skipStrings(NOT_OUTPUT);
                case "finish_reason" -> readFinish();
                case "index" -> readIndex();
                default -> cursor.skip();
            }
        }
        cursor.advance();
    }

    private void readFinish() throws IOException {
        if (!cursor.at(JsonToken.VALUE_STRING)) {
            cursor.skip();
            return;
        }
        String reason = cursor.takeText();
        finished++;
        if (finishReason == null) {
            finishReason = reason;
        }
    }

    private void readIndex() throws IOException {
        if (!cursor.at(JsonToken.VALUE_NUMBER_INT)) {
            cursor.skip();
            return;
        }
        choiceIndexMax = Math.max(choiceIndexMax, cursor.takeInteger());
    }

    /**
     * Offset of the first byte of the one string of output, −1 when there is none, or more than one, or anything that a like object with another
     * string in that place might not have in common with this one.
     */
    int onlyOutput() {
        boolean only = cursor.measuredStrings() == 1 && finished == 0 && usage == null && !error;
        return only ? cursor.measuredStart() + 1 : -1;
    }

    /** Offset in {@link #rendered(String)} of what stands at {@code offset}, outside of any model's value, in the bytes that were read. */
    int renderedOffset(String model, int offset) {
        int length = Json.quoted(model).length;
        int shift = 0;
        for (Member each : models) {
            shift += each.valueEnd() <= offset ? length - (each.valueEnd() - each.valueStart()) : 0;
        }
        return offset + shift;
    }

    /** What was read. */
    Buffer bytes() {
        return Buffer.buffer(bytes);
    }

    /** Whether the provider reports an error in the object. */
    boolean isError() {
        return error;
    }

    /** How many choices the object holds, −1 when it has no such member. */
    int choices() {
        return choices;
    }

    int finished() {
        return finished;
    }

    long choiceIndexMax() {
        return choiceIndexMax;
    }

    long outputBytes() {
        return outputBytes;
    }

    Optional<String> finishReason() {
        return Optional.ofNullable(finishReason);
    }

    Optional<TokenUsage> usage() {
        return usage == null ? Optional.empty() : usage.tokens();
    }

    Optional<ServiceTier> serviceTier() {
        return serviceTier;
    }

    boolean hasUsage() {
        return usage != null;
    }

    Buffer rendered(String model) {
        byte[] name = Json.quoted(model);
        ObjectSplice splice = new ObjectSplice(bytes, 0, bytes.length, name.length + 16);
        models.forEach(each -> splice.replace(each, name));
        splice.endMembers(members, lastEnd, modelIfMissing(name));
        return splice.finish(bytes.length);
    }

    Buffer rendered(String model, UsageLine line) {
        byte[] name = Json.quoted(model);
        ObjectSplice splice = new ObjectSplice(bytes, 0, bytes.length, name.length + 2 * UsageText.SPARE);
        byte[] written = (usage == null ? UsageText.whole(line) : usage.rendered(line)).getBytes();
        for (Member each : inOrder()) {
            splice.replace(each, models.contains(each) ? name : written);
        }
        Buffer more = modelIfMissing(name);
        if (usages.isEmpty()) {
            more.appendString(more.length() == 0 ? "\"usage\":" : ",\"usage\":").appendBytes(written);
        }
        splice.endMembers(members, lastEnd, more);
        return splice.finish(bytes.length);
    }

    private Buffer modelIfMissing(byte[] name) {
        return models.isEmpty() ? Buffer.buffer("\"model\":").appendBytes(name) : Buffer.buffer(0);
    }

    private List<Member> inOrder() {
        List<Member> both = new ArrayList<>(models);
        both.addAll(usages);
        both.sort((a, b) -> Integer.compare(a.ordinal(), b.ordinal()));
        return both;
    }
}
