package io.signalbox.dialect.anthropic;

import io.signalbox.chat.Delta;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The tool calls of a stream, one after the other: this wire's clients read blocks in turn, while other protocols may mix the pieces of several calls.
 * The pieces of the first go out at once; those of a later one wait until the JSON before them is whole, or the answer ends. What waits is part of one
 * answer, and so within its output limit. Belongs to one stream.
 */
final class CallLine {

    /** Where the calls go to, in turn. */
    interface Sink {

        void begin(Delta.CallBegun call, Buffer to);

        void arguments(String piece, Buffer to);
    }

    private static final class Waiting {

        private final Delta.CallBegun begun;
        private final StringBuilder arguments = new StringBuilder();

        Waiting(Delta.CallBegun begun) {
            this.begun = begun;
        }
    }

    private final Sink sink;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int live = -1;
    private JsonExtent written = new JsonExtent();

    CallLine(Sink sink) {
        this.sink = sink;
    }

    void begin(Delta.CallBegun call, Buffer to) {
        waiting.add(new Waiting(call));
        advance(to);
    }

    void arguments(Delta.CallArguments piece, Buffer to) {
        if (piece.call() == live) {
            write(piece.piece(), to);
            return;
        }
        for (Waiting each : waiting) {
            if (each.begun.call() == piece.call()) {
                each.arguments.append(piece.piece());
            }
        }
        advance(to);
    }

    /** Sends what still waits: nothing will come any more. */
    void flush(Buffer to) {
        while (!waiting.isEmpty()) {
            next(to);
        }
        live = -1;
    }

    private void advance(Buffer to) {
        while (!waiting.isEmpty() && (live < 0 || written.isWhole())) {
            next(to);
        }
    }

    private void next(Buffer to) {
        Waiting first = waiting.remove();
        live = first.begun.call();
        written = new JsonExtent();
        sink.begin(first.begun, to);
        if (first.arguments.length() > 0) {
            write(first.arguments.toString(), to);
        }
    }

    private void write(String piece, Buffer to) {
        written.read(piece);
        sink.arguments(piece, to);
    }
}
