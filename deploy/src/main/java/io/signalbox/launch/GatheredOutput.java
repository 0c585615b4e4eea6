package io.signalbox.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gathers what many threads write and passes it on every {@value #PAUSE_MILLIS} ms from a thread of its own: writers never wait for the sink, not
 * even for one that has stopped reading. What does not fit is left out, whole writes only, and their number is told once there is room again.
 */
final class GatheredOutput extends OutputStream {

    static final int PAUSE_MILLIS = 50;
    private static final int FIRST_BYTES = 64 * 1024;

    private final OutputStream sink;
    private final int bytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    /** Taken before {@link #lock}; keeps what is passed on in order. */
    private final ReentrantLock passing = new ReentrantLock();

    private byte[] gathered = new byte[FIRST_BYTES];
    private byte[] other = new byte[FIRST_BYTES];
    private int size;
    private long lost;
    private boolean closed;

    GatheredOutput(OutputStream sink, int bytesMax) {
        this.sink = sink;
        this.bytesMax = bytesMax;
        Thread thread = new Thread(this::passOnForever, "log-writer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        lock.lock();
        try {
            if (size + length > bytesMax) {
                lost++;
                return;
            }
            if (lost > 0) {
                byte[] told = (lost + " log lines were left out: nobody read them\n").getBytes(StandardCharsets.UTF_8);
                append(told, 0, told.length);
                lost = 0;
            }
            if (size == 0) {
                filled.signal();
            }
            append(bytes, from, length);
        } finally {
            lock.unlock();
        }
    }

    private void append(byte[] bytes, int from, int length) {
        if (size + length > gathered.length) {
            byte[] larger = new byte[Math.max(size + length, 2 * gathered.length)];
            System.arraycopy(gathered, 0, larger, 0, size);
            gathered = larger;
        }
        System.arraycopy(bytes, from, gathered, size, length);
        size += length;
    }

    /** Passes on what is gathered, now, on this thread. */
    @Override
    public void flush() throws IOException {
        passing.lock();
        try {
            byte[] taken;
            int length;
            lock.lock();
            try {
                taken = gathered;
                length = size;
                gathered = other;
                size = 0;
            } finally {
                lock.unlock();
            }
            other = taken;
            if (length > 0) {
                sink.write(taken, 0, length);
                sink.flush();
            }
        } finally {
            passing.unlock();
        }
    }

    /** Passes on what is gathered and ends the thread; the sink stays open. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
        flush();
    }

    private void passOnForever() {
        try {
            while (isFilled()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                flush();
            }
        } catch (IOException | InterruptedException gone) {
            // Nowhere is left to tell it.
        }
    }

    private boolean isFilled() throws InterruptedException {
        lock.lock();
        try {
            while (size == 0 && !closed) {
                filled.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }
}
