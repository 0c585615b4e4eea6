package io.signalbox.dialect;

import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Piece;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Frame;
import io.signalbox.provider.FrameReader;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * All that was understood of a stream: what it said, the last usage, whether it counts as complete when the connection then ends, and the fault it
 * ended with.
 */
public record Heard(
        List<Delta> deltas, Optional<TokenUsage> usage, boolean complete, Optional<FaultCode> fault, long outputBytes) {

    /** Reads a stream whose bytes come in pieces that end at {@code cuts}. */
    public static Heard of(Dialect dialect, ProviderCall call, byte[] bytes, int... cuts) {
        Listener listener = new Listener(dialect, call);
        int from = 0;
        for (int cut : cuts) {
            listener.read(Arrays.copyOfRange(bytes, from, cut));
            from = cut;
        }
        listener.read(Arrays.copyOfRange(bytes, from, bytes.length));
        return listener.heard();
    }

    /** Reads a stream that comes byte by byte. */
    public static Heard byteByByte(Dialect dialect, ProviderCall call, byte[] bytes) {
        Listener listener = new Listener(dialect, call);
        for (byte each : bytes) {
            listener.read(new byte[] {each});
        }
        return listener.heard();
    }

    /** As the exchange does it, but all at once. */
    private static final class Listener {

        private final Queue<Frame> waiting = new ArrayDeque<>();
        private final FrameReader frames;
        private final PieceReader pieces;
        private final List<Delta> deltas = new ArrayList<>();
        private Optional<TokenUsage> usage = Optional.empty();
        private Optional<FaultCode> fault = Optional.empty();
        private long outputBytes;
        private boolean ended;

        Listener(Dialect dialect, ProviderCall call) {
            frames = dialect.frames(waiting::add);
            pieces = dialect.pieces(call);
        }

        void read(byte[] piece) {
            if (ended || fault.isPresent()) {
                return;
            }
            try {
                frames.read(piece);
                while (!ended && !waiting.isEmpty()) {
                    take(waiting.remove());
                }
            } catch (Fault reported) {
                fault = Optional.of(reported.code());
            }
        }

        private void take(Frame frame) {
            if (pieces.isEnd(frame)) {
                ended = true;
                return;
            }
            Piece piece = pieces.read(frame);
            deltas.addAll(((Deltas) piece).deltas());
            outputBytes += piece.outputBytes();
            usage = piece.usage().or(() -> usage);
        }

        Heard heard() {
            return new Heard(
                    List.copyOf(deltas), usage, fault.isEmpty() && (ended || pieces.isComplete()), fault, outputBytes);
        }
    }
}
