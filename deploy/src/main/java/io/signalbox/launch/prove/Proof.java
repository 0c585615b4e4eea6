package io.signalbox.launch.prove;

import io.signalbox.fault.Fault;
import io.signalbox.launch.prove.Books.Period;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * One proof from beginning to end: start everything, let the crowd spend while things break, mend everything, let the crowd come to the end of every
 * budget, come to rest, and judge. Blocks; one thread.
 */
public final class Proof {

    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration EDGE_LIMIT = Duration.ofMinutes(3);
    private static final Duration REST_LIMIT = Duration.ofMinutes(1);
    private static final long RAISE_MS = 400;
    private static final long SAMPLE_MS = 1_000;
    private static final long POLL_MS = 100;

    private final ProofOptions options;
    private final PrintWriter out;
    private final Tally tally = new Tally();
    private final SplittableRandom random;
    private final long began = System.nanoTime();
    private final AtomicLong samples = new AtomicLong();
    private final List<String> unmet = new ArrayList<>();

    public Proof(ProofOptions options, PrintWriter out) {
        this.options = options;
        this.out = out;
        this.random = new SplittableRandom(options.seed());
    }

    /** Whether everything held. */
    public boolean run() {
        say("seed " + options.seed() + ", " + options.nodes() + " nodes, " + options.clients() + " clients, "
                + options.duration().toSeconds() + " s of faults, in " + options.home());
        ProofGround ground = ProofGround.lay(options);
        Thread hook = new Thread(ground::killAll, "leave nothing running");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return prove(ground);
        } finally {
            ground.close();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private boolean prove(ProofGround ground) {
        startNodes(ground);
        AdminDesk desk = new AdminDesk(() -> shuffledOrigins(ground), adminToken(ground));
        Treasury treasury = new Treasury(desk, ground.meter(), tally);
        treasury.open();
        Books books = new Books(ground.database());
        ScheduledExecutorService later = Executors.newScheduledThreadPool(2, Proof::daemon);
        Wards wards = Wards.watch(ground, this::say);
        Faults faults = new Faults(ground, wards, random.split(), later, this::say);
        Crowd crowd = Crowd.start(ground.vertx(), options.clients(), origins(ground), treasury, random.split());
        var raising = later.scheduleWithFixedDelay(treasury::raise, RAISE_MS, RAISE_MS, TimeUnit.MILLISECONDS);
        later.scheduleWithFixedDelay(() -> sample(books), SAMPLE_MS, SAMPLE_MS, TimeUnit.MILLISECONDS);
        breakThings(faults);
        say("no more faults; everything mends");
        raising.cancel(false);
        need("every node is back", START_LIMIT, () -> ground.nodes().stream().allMatch(NodeRun::isReady));
        comeToTheEnd(treasury);
        crowd.stop();
        need("nothing is held, with all nodes up", REST_LIMIT, () -> heldNothing(books));
        wards.close();
        for (NodeRun node : ground.nodes()) {
            if (!node.terminate().equals(Optional.of(0))) {
                unmet.add(node.name() + " stops cleanly");
            }
        }
        later.shutdownNow();
        Oracle oracle = new Oracle(books.snapshot(treasury.leavers()), treasury.meteredByPurse(), tally);
        List<Oracle.Check> checks = new ArrayList<>(oracle.judge());
        unmet.forEach(each -> checks.add(new Oracle.Check(each, false, "not in time")));
        return new Report(out, tally, treasury, books, ground.meter().total().costNanos())
                .print(checks, oracle.figures(), faults.done(), samples.get());
    }

    private void startNodes(ProofGround ground) {
        NodeRun first = ground.nodes().get(0);
        first.launch();
        must("the first node starts", START_LIMIT, first::isReady);
        ground.nodes().stream().skip(1).forEach(NodeRun::launch);
        must("all nodes start", START_LIMIT, () -> ground.nodes().stream().allMatch(NodeRun::isReady));
        say("all nodes are up");
    }

    private void breakThings(Faults faults) {
        long deadline = System.nanoTime() + options.duration().toNanos();
        pause(2_000);
        while (System.nanoTime() < deadline) {
            pause(Math.min(faults.next(), Math.max(1, (deadline - System.nanoTime()) / 1_000_000)));
        }
    }

    /** Everybody asks until nothing is left: first those with budgets of their own, then those whom only the tenant's bounds. */
    private void comeToTheEnd(Treasury treasury) {
        treasury.pauseUnbounded(true);
        need("the tenant's budget is raised", EDGE_LIMIT, treasury::makeRoom);
        need(
                "apps and keys have used up their budgets",
                EDGE_LIMIT,
                () -> treasury.isRefused(treasury.keys().subList(0, 4)));
        say("apps and keys are at their caps");
        treasury.pauseUnbounded(false);
        need(
                "the tenant has used up its budget",
                EDGE_LIMIT,
                () -> treasury.isRefused(treasury.keys().subList(4, 6)));
        say("the tenant is at its cap");
    }

    /** While things break, no budget may ever have more spent and held than its cap. */
    private void sample(Books books) {
        try {
            for (Period each : books.periods()) {
                if (each.spent() + each.held() > each.limit()) {
                    tally.wrong("I1: " + each);
                }
            }
            samples.incrementAndGet();
        } catch (Fault | IllegalStateException down) {
            tally.count("looks at a dead PostgreSQL");
        }
    }

    private static boolean heldNothing(Books books) {
        return books.periods().stream().allMatch(each -> each.held() == 0);
    }

    private void need(String what, Duration limit, BooleanSupplier holds) {
        if (!within(limit, holds)) {
            say("NOT: " + what);
            unmet.add(what);
        }
    }

    private static void must(String what, Duration limit, BooleanSupplier holds) {
        if (!within(limit, holds)) {
            throw new IllegalStateException("not within " + limit.toSeconds() + " s: " + what);
        }
    }

    private static boolean within(Duration limit, BooleanSupplier holds) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(POLL_MS);
        }
        return true;
    }

    private static List<URI> origins(ProofGround ground) {
        return ground.nodes().stream().map(NodeRun::origin).toList();
    }

    private static List<URI> shuffledOrigins(ProofGround ground) {
        List<URI> origins = new ArrayList<>(origins(ground));
        Collections.shuffle(origins);
        return origins;
    }

    static String adminToken(ProofGround ground) {
        try {
            return new JsonObject(
                            Files.readString(ground.nodes().get(0).dataDir().resolve("first-run.json")))
                    .getString("admin_token");
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "proof");
        thread.setDaemon(true);
        return thread;
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stop);
        }
    }

    private void say(String line) {
        synchronized (out) {
            out.printf("%7.1f s  %s%n", (System.nanoTime() - began) / 1e9, line);
            out.flush();
        }
    }
}
