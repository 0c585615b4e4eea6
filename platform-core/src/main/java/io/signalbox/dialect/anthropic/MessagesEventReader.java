package io.signalbox.dialect.anthropic;

import io.signalbox.chat.Piece;
import io.signalbox.provider.Frame;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.Refusal;
import io.vertx.core.buffer.Buffer;

/** The events of a stream that goes to a client of the same wire: kept as bytes. Usage is told at the beginning, with the
 * prompt's counts, and at the end. */
final class MessagesEventReader implements PieceReader {

    private AnthropicUsage usage = AnthropicUsage.NONE;
    private boolean finished;

    @Override
    public boolean isEnd(Frame frame) {
        return AnthropicDeltaReader.isStop(frame);
    }

    @Override
    public Piece read(Frame frame) {
        MessagesEvent event = MessagesEvent.read(frame.data(), frame.type());
        switch (event.type()) {
            case "error" -> throw Refusal.inAnswer(ProviderError.read(Buffer.buffer(frame.data())));
            case "message_start" -> {
                usage = usage.with(event.usageTree());
                event.counted(usage.tokens());
            }
            case "message_delta" -> {
                usage = usage.with(event.usageTree());
                event.counted(usage.tokens());
                finished |= event.isStopped();
            }
            default -> {
                // A block, a ping, or an event of a later version.
            }
        }
        return event;
    }

    @Override
    public boolean isComplete() {
        return finished;
    }
}
