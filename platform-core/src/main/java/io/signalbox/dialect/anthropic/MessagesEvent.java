package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.signalbox.chat.OutputSample;
import io.signalbox.chat.Piece;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The data of one event of a stream, kept as its bytes: everything but model and usage reaches the client untouched. */
final class MessagesEvent implements Piece {

    private final byte[] bytes;
    private String type;
    private @Nullable MessagePass message;
    private @Nullable UsageSpan usage;
    private @Nullable Member usageMember;
    private Optional<TokenUsage> counted = Optional.empty();
    private boolean stopped;
    private int outputBytes;
    private int outputStart = -1;
    private int members;
    private int lastEnd;

    private MessagesEvent(byte[] bytes, String type) {
        this.bytes = bytes;
        this.type = type;
    }

    /** Reads one event's data in one pass; fails with {@code PROVIDER_MALFORMED} when it is no JSON object. {@code named} is the type its frame gave. */
    static MessagesEvent read(byte[] data, String named) {
        byte[] line = inOneLine(data);
        MessagesEvent event = new MessagesEvent(line, named);
        try (JsonCursor cursor = new JsonCursor(line)) {
            cursor.openRoot();
            while (cursor.atName()) {
                event.readMember(cursor);
                event.members++;
            }
            event.lastEnd = cursor.previousEnd();
            cursor.closeRoot();
        } catch (IOException malformed) {
            throw Fault.with(FaultCode.PROVIDER_MALFORMED, "the provider's stream holds invalid JSON")
                    .detail(JsonCursor.place(malformed))
                    .build();
        }
        return event;
    }

    /** Data that came in several lines: a line's end is white space to JSON, but would end the data of the event that is sent on. */
    private static byte[] inOneLine(byte[] data) {
        byte[] line = data;
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '\n') {
                line = line == data ? data.clone() : line;
                line[i] = ' ';
            }
        }
        return line;
    }

    private void readMember(JsonCursor cursor) throws IOException {
        String name = cursor.name();
        int previousEnd = cursor.previousEnd();
        int keyStart = cursor.start();
        cursor.advance();
        int valueStart = cursor.start();
        switch (name) {
            case "type" -> readType(cursor);
            case "message" -> readMessage(cursor);
            case "content_block" -> outputBytes += (int) BlockOutput.read(cursor);
            case "delta" -> readDelta(cursor);
            case "usage" -> {
                if (UsageSpan.isAt(cursor)) {
                    usage = UsageSpan.read(cursor, bytes);
                } else {
                    cursor.skip();
                }
                usageMember = new Member(members, previousEnd, keyStart, valueStart, cursor.previousEnd());
            }
            default -> cursor.skip();
        }
    }

    private void readType(JsonCursor cursor) throws IOException {
        if (cursor.at(JsonToken.VALUE_STRING)) {
            type = cursor.takeText();
        } else {
            cursor.skip();
        }
    }

    private void readMessage(JsonCursor cursor) throws IOException {
        if (cursor.at(JsonToken.START_OBJECT)) {
            message = MessagePass.read(cursor, bytes);
            outputBytes += (int) message.outputBytes();
        } else {
            cursor.skip();
        }
    }

    /** A block's delta is output; the message's own tells why it ended. */
    private void readDelta(JsonCursor cursor) throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return;
        }
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            switch (name) {
                case "text", "thinking", "partial_json" -> readOutput(cursor);
                case "stop_reason" -> {
                    stopped |= cursor.at(JsonToken.VALUE_STRING);
                    cursor.skip();
                }
                default -> cursor.skip();
            }
        }
        cursor.advance();
    }

    private void readOutput(JsonCursor cursor) throws IOException {
        boolean text = cursor.at(JsonToken.VALUE_STRING);
        int start = cursor.start();
        int size = cursor.skipMeasured();
        if (text) {
            outputStart = start + 1;
            outputBytes += size - 2;
        }
    }

    /** The event's name, as the data says it. */
    String type() {
        return type;
    }

    /** Whether it tells that the answer ended, and why. */
    boolean isStopped() {
        return stopped;
    }

    /** What it says of usage, missing when nothing. */
    JsonNode usageTree() {
        if (usage != null) {
            return usage.tree();
        }
        return message == null
                ? MissingNode.getInstance()
                : message.usage().map(UsageSpan::tree).orElse(MissingNode.getInstance());
    }

    MessagesEvent counted(Optional<TokenUsage> soFar) {
        this.counted = soFar;
        return this;
    }

    @Override
    public Optional<TokenUsage> usage() {
        return counted;
    }

    @Override
    public int outputBytes() {
        return outputBytes;
    }

    @Override
    public void sample(OutputSample sample) {
        if (outputStart >= 0) {
            sample.addWritten(bytes, outputStart, outputBytes);
        }
    }

    @Override
    public boolean begins() {
        return outputBytes > 0 || stopped;
    }

    /** The data for the client: {@code model} is the name that served. */
    Buffer rendered(String model) {
        if (message == null) {
            return Buffer.buffer(bytes);
        }
        return Buffer.buffer(bytes.length + model.length())
                .appendBytes(bytes, 0, message.start())
                .appendBuffer(message.rendered(model, Optional.empty()))
                .appendBytes(bytes, message.end(), bytes.length - message.end());
    }

    /** The data with the line in {@code usage}. */
    Buffer rendered(UsageLine line) {
        byte[] written =
                usage == null ? Json.write(MessagesUsageText.whole(line)).getBytes() : usage.rendered(line);
        ObjectSplice splice = new ObjectSplice(bytes, 0, bytes.length, written.length);
        Buffer more = Buffer.buffer();
        if (usageMember == null) {
            more.appendString("\"usage\":").appendBytes(written);
        } else {
            splice.replace(usageMember, written);
        }
        splice.endMembers(members, lastEnd, more);
        return splice.finish(bytes.length);
    }
}
