package io.signalbox.api.chat;

import io.signalbox.chat.OutputSample;
import io.signalbox.chat.Piece;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenUsage;
import io.signalbox.token.OutputText;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts a stream while it passes and settles it once, however it ends: what the provider reported, else what was delivered, never zero. */
final class StreamSettlement {

    /** Some thousand tokens: enough to know how many bytes of this text make one. */
    private static final int SAMPLE_BYTES = 4 << 10;

    private final ChatPipeline pipeline;
    private final AttemptRun attempt;
    private final long beganNanos = System.nanoTime();
    private final OutputSample sample = new OutputSample(SAMPLE_BYTES);
    private long outputBytes;
    private long unreportedBytes;
    private Optional<TokenUsage> reported = Optional.empty();
    private Optional<ServiceTier> serviceTier = Optional.empty();
    private @Nullable Future<UsageLine> settled;

    StreamSettlement(ChatPipeline pipeline, AttemptRun attempt) {
        this.pipeline = pipeline;
        this.attempt = attempt;
    }

    void observe(Piece piece) {
        outputBytes += piece.outputBytes();
        unreportedBytes += piece.outputBytes();
        if (piece.usage().isPresent()) {
            // Some protocols begin with the prompt's counts, some tell with every piece: what follows is not in it.
            reported = piece.usage();
            unreportedBytes = 0;
        }
        if (piece.serviceTier().isPresent()) {
            serviceTier = piece.serviceTier();
        }
        if (!sample.isFull()) {
            piece.sample(sample);
        }
    }

    /** The provider ended well. Completes when the settlement is on disk. */
    Future<UsageLine> complete() {
        return settle(Optional.empty());
    }

    /** The provider broke off after output. */
    Future<UsageLine> broken(Fault fault) {
        return settle(Optional.of(fault));
    }

    /** The client left; the upstream is reset. */
    Future<UsageLine> abandoned() {
        return settle(Optional.of(ChatRun.gone()));
    }

    private Future<UsageLine> settle(Optional<Fault> fault) {
        if (settled == null) {
            attempt.run().waitedForProvider(Duration.ofNanos(System.nanoTime() - beganNanos));
            settled = pipeline.settle(attempt, delivered(fault), fault);
        }
        return settled;
    }

    /** A provider whose answer is complete has said its last word; one that was stopped owes the count of what it gave since. */
    private Delivered delivered(Optional<Fault> fault) {
        long unreported = fault.isPresent() ? unreportedBytes : 0;
        return new Delivered(reported, serviceTier, new OutputText(sample, outputBytes), outputBytes, unreported);
    }
}
