package io.signalbox.billing.bench;

import io.signalbox.billing.journal.Journal;
import io.signalbox.billing.journal.JournalOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A real journal on a real disk under a steady load, a fresh one for each rate, with a bare write and fsync as the yardstick. Not JMH: what counts is how
 * long each record takes at a rate, not how many fit into a second of one thread.
 */
public final class JournalBenchmark {

    private static final int FSYNCS = 500;
    private static final int FSYNC_BYTES = 16 * 1024;

    private final Path folder;
    private final int appenders;
    private final long warmUpSeconds;
    private final long seconds;
    private final PrintStream out;

    private JournalBenchmark(Path folder, int appenders, long warmUpSeconds, long seconds, PrintStream out) {
        this.folder = folder;
        this.appenders = appenders;
        this.warmUpSeconds = warmUpSeconds;
        this.seconds = seconds;
        this.out = out;
    }

    /** Arguments: folder, appenders, seconds of warm-up, seconds measured, then the records per second, one rate after the other. */
    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            JournalBenchmark benchmark = new JournalBenchmark(
                    Path.of(args[0]),
                    Integer.parseInt(args[1]),
                    Long.parseLong(args[2]),
                    Long.parseLong(args[3]),
                    System.out);
            benchmark.measureFsync();
            benchmark.printHead();
            for (String rate : List.of(args).subList(4, args.length)) {
                benchmark.measure(vertx, Long.parseLong(rate));
            }
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private void measureFsync() throws IOException {
        Latencies latencies = new Latencies();
        Path file = folder.resolve("fsync");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(FSYNC_BYTES * FSYNCS));
            channel.force(true);
            for (int i = 0; i < FSYNCS; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(FSYNC_BYTES), (long) i * FSYNC_BYTES);
                channel.force(false);
                latencies.add(System.nanoTime() - start);
            }
        }
        Files.delete(file);
        out.printf(
                "A bare write of 16 KiB and its fsync: p50 %s ms, p99 %s ms. Records of %d bytes on average, %d appenders.%n%n",
                latencies.millis(500), latencies.millis(990), Appender.recordBytesMean(), appenders);
    }

    private void printHead() {
        out.println("| offered records/s | on disk records/s | p50 ms | p99 ms | p99.9 ms | refused |");
        out.println("|--:|--:|--:|--:|--:|--:|");
    }

    private void measure(Vertx vertx, long perSecond) throws Exception {
        Journal journal = Journal.openBlocking(
                JournalOptions.in(Files.createDirectory(folder.resolve("journal-" + perSecond))),
                failed -> out.println("the journal failed: " + failed));
        ExecutorService threads = Executors.newFixedThreadPool(appenders);
        try {
            List<Appender> running = new ArrayList<>();
            for (int i = 0; i < appenders; i++) {
                running.add(new Appender(
                        journal, vertx.getOrCreateContext(), perSecond / appenders, warmUpSeconds, seconds));
            }
            print(perSecond, threads.invokeAll(running));
        } finally {
            threads.shutdownNow();
            journal.closeBlocking();
        }
    }

    private void print(long offered, List<Future<Appender>> ended) throws ExecutionException, InterruptedException {
        Latencies all = new Latencies();
        long refused = 0;
        long elapsedNanos = 1;
        for (Future<Appender> each : ended) {
            Appender appender = each.get();
            all.addAll(appender.latencies());
            refused += appender.refused();
            elapsedNanos = Math.max(elapsedNanos, appender.elapsedNanos());
        }
        out.printf(
                "| %d | %d | %s | %s | %s | %d |%n",
                offered, all.count() * TimeUnit.SECONDS.toNanos(1) / elapsedNanos, all.millis(500), all.millis(990), all.millis(999), refused);
    }
}
