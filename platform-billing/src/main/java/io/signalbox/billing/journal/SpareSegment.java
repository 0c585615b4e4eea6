package io.signalbox.billing.journal;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one empty segment's space ready, made in the background and tried again every second while the disk is full. */
final class SpareSegment implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(SpareSegment.class);

    private final SegmentDirectory directory;
    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "journal-space");
        thread.setDaemon(true);
        return thread;
    });
    private boolean ready;
    private volatile @Nullable IOException failure;

    SpareSegment(SegmentDirectory directory) {
        this.directory = directory;
        background.execute(this::prepare);
    }

    /** Waits until the spare is there and takes it; fails when the disk has no room for it. Blocking. */
    synchronized void take() throws IOException {
        while (!ready) {
            IOException full = failure;
            if (full != null) {
                throw new IOException("no space for another journal segment", full);
            }
            try {
                wait();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the journal waited for space", stopped);
            }
        }
        ready = false;
    }

    void prepareNext() {
        background.execute(this::prepare);
    }

    boolean isMissing() {
        return failure != null;
    }

    @Override
    public void close() {
        background.shutdownNow();
    }

    private void prepare() {
        try {
            directory.prepareSpare();
            settle(null);
        } catch (IOException full) {
            if (background.isShutdown()) {
                return;
            }
            LOGGER.atError().setCause(full).log("journal has no space for its next segment: admitting stops");
            settle(full);
            background.schedule(this::prepare, 1, TimeUnit.SECONDS);
        }
    }

    private synchronized void settle(@Nullable IOException failed) {
        ready = failed == null;
        failure = failed;
        notifyAll();
    }
}
