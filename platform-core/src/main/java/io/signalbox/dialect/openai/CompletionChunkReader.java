package io.signalbox.dialect.openai;

import io.signalbox.chat.Piece;
import io.signalbox.provider.Frame;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.Refusal;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The chunks of a stream that goes to a client of the same wire: kept as bytes. Complete once every choice is finished, or at {@code [DONE]}. */
final class CompletionChunkReader implements PieceReader {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final ChunkReader chunks = new ChunkReader();
    private int finished;
    private long choiceIndexMax;

    @Override
    public boolean isEnd(Frame frame) {
        return isDone(frame);
    }

    static boolean isDone(Frame frame) {
        return Arrays.equals(frame.data(), DONE);
    }

    @Override
    public Piece read(Frame frame) {
        CompletionChunk chunk = chunks.read(frame.data());
        if (chunk.isError() || "error".equals(frame.type())) {
            throw Refusal.inAnswer(ProviderError.read(Buffer.buffer(frame.data())));
        }
        finished += chunk.finishedChoices();
        choiceIndexMax = Math.max(choiceIndexMax, chunk.choiceIndexMax());
        return chunk;
    }

    @Override
    public boolean isComplete() {
        return finished > choiceIndexMax;
    }
}
