package io.signalbox.chat;

import io.signalbox.money.TokenUsage;
import java.util.List;
import java.util.Optional;

/** A piece of a stream that belongs to no protocol; may be empty but for its usage. */
public record Deltas(List<Delta> deltas, Optional<TokenUsage> usage) implements Piece {

    public Deltas {
        deltas = List.copyOf(deltas);
    }

    public static Deltas of(Delta... deltas) {
        return new Deltas(List.of(deltas), Optional.empty());
    }

    @Override
    public int outputBytes() {
        long bytes = 0;
        for (Delta each : deltas) {
            bytes += each.outputBytes();
        }
        return (int) bytes;
    }

    @Override
    public void sample(OutputSample sample) {
        for (Delta each : deltas) {
            Output.sample(each, sample);
        }
    }

    @Override
    public boolean begins() {
        return !deltas.isEmpty();
    }
}
