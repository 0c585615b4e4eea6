package io.signalbox.dialect.input;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Reply;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.Member;
import io.signalbox.json.ObjectSplice;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A provider's answer to inputs, kept as its bytes: everything but model and usage reaches the client untouched. */
final class InputAnswer implements Reply {

    private final byte[] bytes;
    private final String list;
    private final List<Spliced> spliced = new ArrayList<>(2);
    private ObjectNode usage = Json.object();
    private int members;
    private int lastEnd;
    private int items = -1;
    private boolean anyNumbers;
    private boolean anyBase64;

    private record Spliced(boolean isModel, Member member) {}

    private InputAnswer(byte[] bytes, String list) {
        this.bytes = bytes;
        this.list = list;
    }

    /** Reads an answer in one pass; fails with {@code PROVIDER_MALFORMED} when it is no JSON object or lacks the {@code list} of what was asked for. */
    static InputAnswer read(Buffer body, String list) {
        InputAnswer answer = new InputAnswer(body.getBytes(), list);
        try (JsonCursor cursor = new JsonCursor(answer.bytes)) {
            cursor.openRoot();
            while (cursor.atName()) {
                answer.readMember(cursor);
            }
            answer.lastEnd = cursor.previousEnd();
            cursor.closeRoot();
        } catch (IOException malformed) {
            throw Fault.with(FaultCode.PROVIDER_MALFORMED, "the provider's answer is not valid JSON")
                    .detail(JsonCursor.place(malformed))
                    .build();
        }
        if (answer.items < 0) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer holds no '" + list + "'");
        }
        return answer;
    }

    private void readMember(JsonCursor cursor) throws IOException {
        String name = cursor.name();
        int keyStart = cursor.start();
        int previousEnd = cursor.previousEnd();
        cursor.advance();
        int valueStart = cursor.start();
        if (list.equals(name) && cursor.at(JsonToken.START_ARRAY)) {
            readList(cursor);
        } else {
            cursor.skip();
        }
        boolean isModel = "model".equals(name);
        if (isModel || "usage".equals(name)) {
            Member member = new Member(members, previousEnd, keyStart, valueStart, cursor.previousEnd());
            spliced.add(new Spliced(isModel, member));
            if (!isModel) {
                readUsage(member);
            }
        }
        members++;
    }

    private void readUsage(Member member) throws IOException {
        String text =
                new String(bytes, member.valueStart(), member.valueEnd() - member.valueStart(), StandardCharsets.UTF_8);
        JsonNode value = Json.read(text);
        usage = value instanceof ObjectNode object ? object : Json.object();
    }

    private void readList(JsonCursor cursor) throws IOException {
        items = 0;
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            items++;
            if (cursor.at(JsonToken.START_OBJECT)) {
                readItem(cursor);
            } else {
                cursor.skip();
            }
        }
        cursor.advance();
    }

    private void readItem(JsonCursor cursor) throws IOException {
        cursor.advance();
        while (cursor.atName()) {
            boolean vector = "embedding".equals(cursor.name());
            cursor.advance();
            anyNumbers |= vector && cursor.at(JsonToken.START_ARRAY);
            anyBase64 |= vector && cursor.at(JsonToken.VALUE_STRING);
            cursor.skip();
        }
        cursor.advance();
    }

    /** Whether some vector is not in the form the client wants. */
    boolean differsFrom(boolean base64) {
        return base64 ? anyNumbers : anyBase64;
    }

    /** The vectors, to be written in another form; fails with {@code PROVIDER_MALFORMED}. */
    EmbeddingResult result() {
        return new EmbeddingResult(
                VectorReader.read(Buffer.buffer(bytes), "embedding", items).vectors(), usage());
    }

    @Override
    public Optional<TokenUsage> usage() {
        return InputUsage.read(usage);
    }

    @Override
    public long outputBytes() {
        return 0;
    }

    /** The answer for the client: {@code model} is the name that served, {@code usage} carries the line. */
    Buffer rendered(String model, UsageLine line) {
        byte[] name = Json.quoted(model);
        byte[] counted = Json.text(InputUsage.added(usage.deepCopy(), line)).getBytes(StandardCharsets.UTF_8);
        ObjectSplice out = new ObjectSplice(bytes, 0, bytes.length, name.length + counted.length + 32);
        for (Spliced each : spliced) {
            out.replace(each.member(), each.isModel() ? name : counted);
        }
        Buffer more = Buffer.buffer();
        if (spliced.stream().noneMatch(Spliced::isModel)) {
            more.appendString("\"model\":").appendBytes(name);
        }
        if (spliced.stream().allMatch(Spliced::isModel)) {
            more.appendString(more.length() == 0 ? "\"usage\":" : ",\"usage\":").appendBytes(counted);
        }
        out.endMembers(members, lastEnd, more);
        return out.finish(bytes.length);
    }
}
