package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.StopReason;
import io.signalbox.chat.UsageLine;
import io.signalbox.json.Json;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what another protocol's stream adds as <a href="https://platform.claude.com/docs/en/build-with-claude/streaming">Anthropic's events</a>: blocks
 * numbered by an own count, one open at a time. Belongs to one stream.
 */
final class DeltaEvents implements CallLine.Sink {

    private enum Block {
        NONE,
        TEXT,
        THINKING,
        CALL
    }

    private final AnswerHead head;
    private final CallLine calls = new CallLine(this);
    private boolean begun;
    private boolean called;
    private Block open = Block.NONE;
    private int blocks;
    private Delta.@Nullable Finished finished;

    DeltaEvents(AnswerHead head) {
        this.head = head;
    }

    void write(Deltas deltas, Buffer to) {
        begin(deltas.usage().orElse(TokenUsage.NONE), to);
        for (Delta each : deltas.deltas()) {
            write(each, to);
        }
    }

    private void begin(TokenUsage known, Buffer to) {
        if (begun) {
            return;
        }
        begun = true;
        ObjectNode message = MessagesWriter.head(head);
        message.putArray("content");
        message.putNull("stop_reason");
        message.putNull("stop_sequence");
        message.set("usage", MessagesUsageText.counts(known));
        ObjectNode start = Json.object().put("type", "message_start");
        start.set("message", message);
        to.appendBuffer(event("message_start", start));
    }

    private void write(Delta delta, Buffer to) {
        if (delta instanceof Delta.Text it) {
            text(it.text(), to);
        } else if (delta instanceof Delta.CallArguments it) {
            calls.arguments(it, to);
        } else if (delta instanceof Delta.CallBegun it) {
            calls.begin(it, to);
        } else if (delta instanceof Delta.Thinking it) {
            think(it.text(), to);
        } else if (delta instanceof Delta.Signature it) {
            sign(it.signature(), to);
        } else if (delta instanceof Delta.RedactedThinking it) {
            start(Block.THINKING, MessagesWriter.redacted(it.data()), to);
            close(to);
        } else if (delta instanceof Delta.Refusal it) {
            text(it.text(), to);
        } else if (delta instanceof Delta.Finished it) {
            finished = it;
        }
        // What is left are log probabilities, which nobody can have asked for.
    }

    private void text(String text, Buffer to) {
        if (text.isEmpty()) {
            return;
        }
        if (open != Block.TEXT) {
            start(Block.TEXT, MessagesWriter.text(""), to);
        }
        delta("text_delta", "text", text, to);
    }

    private void think(String text, Buffer to) {
        if (text.isEmpty()) {
            return;
        }
        if (open != Block.THINKING) {
            start(Block.THINKING, MessagesWriter.thinking("", ""), to);
        }
        delta("thinking_delta", "thinking", text, to);
    }

    private void sign(String signature, Buffer to) {
        if (open != Block.THINKING) {
            start(Block.THINKING, MessagesWriter.thinking("", ""), to);
        }
        delta("signature_delta", "signature", signature, to);
        close(to);
    }

    /** Thoughts that are still open have no signature of their own. */
    private void carry(String callSignature, Buffer to) {
        if (open != Block.THINKING) {
            close(to);
            open(Block.THINKING, MessagesWriter.thinking("", ""), to);
        }
        delta("signature_delta", "signature", callSignature, to);
    }

    @Override
    public void begin(Delta.CallBegun call, Buffer to) {
        called = true;
        // Not start(): that would send the calls that wait for this one.
        call.signature().ifPresent(it -> carry(CallSignature.marked(it), to));
        close(to);
        open(Block.CALL, MessagesWriter.call(call.id(), call.name(), call.signature(), blocks, head), to);
    }

    @Override
    public void arguments(String piece, Buffer to) {
        delta("input_json_delta", "partial_json", piece, to);
    }

    private void start(Block kind, ObjectNode block, Buffer to) {
        calls.flush(to);
        close(to);
        open(kind, block, to);
    }

    private void open(Block kind, ObjectNode block, Buffer to) {
        ObjectNode start = Json.object().put("type", "content_block_start").put("index", blocks++);
        start.set("content_block", block);
        to.appendBuffer(event("content_block_start", start));
        open = kind;
    }

    private void close(Buffer to) {
        if (open != Block.NONE) {
            open = Block.NONE;
            to.appendBuffer(event(
                    "content_block_stop",
                    Json.object().put("type", "content_block_stop").put("index", blocks - 1)));
        }
    }

    private void delta(String type, String name, String value, Buffer to) {
        to.appendString("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":")
                .appendString(Integer.toString(blocks - 1))
                .appendString(",\"delta\":{\"type\":\"" + type + "\",\"" + name + "\":")
                .appendBytes(Json.quoted(value))
                .appendString("}}\n\n");
    }

    /** The end of a whole answer. */
    void finish(UsageLine usage, Buffer to) {
        begin(TokenUsage.NONE, to);
        calls.flush(to);
        close(to);
        ObjectNode end = Json.object().put("type", "message_delta");
        StopReason reason = finished == null ? StopReason.STOP : finished.reason();
        end.putObject("delta")
                .put("stop_reason", MessagesWriter.stop(reason, called))
                .put(
                        "stop_sequence",
                        finished == null ? null : finished.stopSequence().orElse(null));
        end.set("usage", MessagesUsageText.whole(usage));
        to.appendBuffer(event("message_delta", end)).appendBuffer(EventText.STOP);
    }

    private static Buffer event(String type, ObjectNode data) {
        return EventText.of(type, Json.write(data));
    }
}
