package io.signalbox.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Piece;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream of chat completion chunks. The usage chunk is held for the end; a client that did not ask for it gets the cost in a comment. Pieces of
 * other protocols are written as OpenAI would, the role with a choice's first chunk.
 */
final class CompletionStreamWriter implements StreamWriter {

    private final AnswerHead head;
    private final DeltaChunks translated;
    private @Nullable CompletionChunk held;

    CompletionStreamWriter(AnswerHead head) {
        this.head = head;
        this.translated = new DeltaChunks(head);
    }

    @Override
    public void write(Piece piece, Buffer to) {
        if (piece instanceof Deltas deltas) {
            for (Delta each : deltas.deltas()) {
                OpenAiEvents.event(to, translated.chunk(each));
            }
            return;
        }
        CompletionChunk chunk = (CompletionChunk) piece;
        if (chunk.isUsageOnly()) {
            held = chunk;
            return;
        }
        OpenAiEvents.event(to, chunk.rendered(head.model()));
    }

    @Override
    public void finish(UsageLine usage, String costStatus, Optional<Fault> fault, Buffer to) {
        if (head.scan().includesUsage()) {
            OpenAiEvents.event(to, (held == null ? emptyChunk() : held).rendered(head.model(), usage));
        } else {
            OpenAiEvents.cost(to, usage, costStatus);
        }
        // Last, because readers stop at it.
        fault.ifPresent(it -> OpenAiEvents.event(to, OpenAiErrors.body(it, head.requestId())));
        OpenAiEvents.done(to);
    }

    /** Carries the usage when the provider sent no chunk for it. */
    private CompletionChunk emptyChunk() {
        ObjectNode chunk = CompletionWriter.head(DeltaChunks.OBJECT, head);
        chunk.putArray("choices");
        return CompletionChunk.read(Json.write(chunk).getBytes());
    }
}
