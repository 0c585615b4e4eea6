package io.signalbox.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.Delta;
import io.signalbox.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Optional;

/** Writes what another protocol's stream adds as chat completion chunks. Belongs to one stream. */
final class DeltaChunks {

    static final String OBJECT = "chat.completion.chunk";

    /** What nearly every chunk of a stream is: some more text of the first choice. */
    private static final byte[] TEXT = "{\"index\":0,\"delta\":{\"content\":".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] TEXT_END =
            "},\"logprobs\":null,\"finish_reason\":null}]}".getBytes(StandardCharsets.US_ASCII);

    private final byte[] start;
    private final BitSet begun = new BitSet();

    DeltaChunks(AnswerHead head) {
        String object = Json.text(CompletionWriter.head(OBJECT, head));
        this.start = (object.substring(0, object.length() - 1) + ",\"choices\":[").getBytes(StandardCharsets.UTF_8);
    }

    Buffer chunk(Delta delta) {
        if (delta instanceof Delta.Text text && text.choice() == 0 && begun.get(0)) {
            byte[] quoted = Json.quoted(text.text());
            return Buffer.buffer(start.length + TEXT.length + quoted.length + TEXT_END.length)
                    .appendBytes(start)
                    .appendBytes(TEXT)
                    .appendBytes(quoted)
                    .appendBytes(TEXT_END);
        }
        return anyChunk(delta);
    }

    private Buffer anyChunk(Delta delta) {
        ObjectNode choice = Json.object().put("index", delta.choice());
        ObjectNode content = choice.putObject("delta");
        if (!begun.get(delta.choice())) {
            begun.set(delta.choice());
            content.put("role", "assistant");
        }
        JsonNode logprobs = null;
        String finish = null;
        if (delta instanceof Delta.Text it) {
            content.put("content", it.text());
        } else if (delta instanceof Delta.Refusal it) {
            content.put("refusal", it.text());
        } else if (delta instanceof Delta.CallBegun it) {
            begin(it, content);
        } else if (delta instanceof Delta.CallArguments it) {
            ObjectNode call = content.putArray("tool_calls").addObject().put("index", it.call());
            call.putObject("function").put("arguments", it.piece());
        } else if (delta instanceof Delta.Logprobs it) {
            logprobs = it.logprobs();
        } else if (delta instanceof Delta.Finished it) {
            finish = FinishReasons.write(it.reason());
        } else {
            think(delta, content);
        }
        choice.set("logprobs", logprobs);
        choice.put("finish_reason", finish);
        Buffer json = Json.write(choice);
        return Buffer.buffer(start.length + json.length() + 2)
                .appendBytes(start)
                .appendBuffer(json)
                .appendString("]}");
    }

    private static void begin(Delta.CallBegun begun, ObjectNode content) {
        ObjectNode call = content.putArray("tool_calls")
                .addObject()
                .put("index", begun.call())
                .put("id", begun.id())
                .put("type", "function");
        call.putObject("function").put("name", begun.name()).put("arguments", "");
        begun.signature()
                .ifPresent(signature ->
                        call.putObject("extra_content").putObject("google").put("thought_signature", signature));
    }

    private static void think(Delta delta, ObjectNode content) {
        if (delta instanceof Delta.Thinking it) {
            content.put("reasoning_content", it.text());
            content.putArray("reasoning_details").add(Reasonings.text(it.text(), Optional.empty()));
        } else if (delta instanceof Delta.Signature it) {
            content.putArray("reasoning_details").add(Reasonings.text("", Optional.of(it.signature())));
        } else if (delta instanceof Delta.RedactedThinking it) {
            content.putArray("reasoning_details").add(Reasonings.encrypted(it.data()));
        } else {
            throw new IllegalStateException(
                    "no delta of a chunk: " + delta.getClass().getSimpleName());
        }
    }
}
