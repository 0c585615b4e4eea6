package io.signalbox.token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts tokens off the event loops, within bounds: beyond {@value #CHARS_MAX} characters the rest counts by ratio, and while {@value #WAITING_MAX} counts
 * wait, or for a text of which nothing was kept, English text's four bytes a token must do. One per node; safe on any thread. A future completes on the
 * context it was asked from and never fails.
 */
public final class TokenCounter {

    /** What is read of one text: some 20 ms of work. */
    public static final int CHARS_MAX = 256 << 10;

    private static final int WAITING_MAX = 64;
    private static final int THREADS = 1;
    private static final int TYPICAL_BYTES_PER_TOKEN = 4;

    private final WorkerExecutor worker;
    private final Tokenizer tokenizer = new Tokenizer();
    private final AtomicInteger waiting = new AtomicInteger();

    public TokenCounter(Vertx vertx) {
        this.worker = vertx.createSharedWorkerExecutor("signalbox-tokens", THREADS);
    }

    /** Reads the vocabulary, so that no request has to wait for it. */
    public Future<Void> warm() {
        return count("warm").mapEmpty();
    }

    /** The tokens of {@code text}. */
    public Future<Long> count(String text) {
        return counts(List.of(new Whole(text))).map(counts -> counts.get(0));
    }

    /** The tokens of each text, in order; at least 1 for one that is not empty. */
    public Future<List<Long>> counts(List<TextSource> texts) {
        if (waiting.get() >= WAITING_MAX) {
            return Future.succeededFuture(typical(texts));
        }
        waiting.incrementAndGet();
        // Inside the chain, because a worker that was closed throws at once: whoever settles must have a count all the
        // same.
        return Future.succeededFuture()
                .compose(now -> worker.executeBlocking(
                        () -> texts.stream().map(this::countBlocking).toList(), false))
                .otherwise(failure -> typical(texts))
                .onComplete(done -> waiting.decrementAndGet());
    }

    private long countBlocking(TextSource source) {
        TextSample sample = source.readBlocking();
        if (sample.text().isEmpty()) {
            return typical(source);
        }
        return sample.scaled(tokenizer.countBlocking(sample.text()));
    }

    private static List<Long> typical(List<TextSource> texts) {
        return texts.stream().map(TokenCounter::typical).toList();
    }

    private static long typical(TextSource source) {
        return (source.wholeBytes() + TYPICAL_BYTES_PER_TOKEN - 1) / TYPICAL_BYTES_PER_TOKEN;
    }

    private record Whole(String text) implements TextSource {

        @Override
        public long wholeBytes() {
            return text.length();
        }

        @Override
        public TextSample readBlocking() {
            String read = text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX);
            return new TextSample(read, read.length(), text.length());
        }
    }
}
