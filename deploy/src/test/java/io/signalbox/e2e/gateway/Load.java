package io.signalbox.e2e.gateway;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Clients that ask one question after the other until told to stop, or until their connection breaks. They remember every answer. */
public final class Load {

    private final GatewayClient client;
    private final List<String> bodies;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> broken = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> loops;
    private volatile boolean stopped;

    private Load(GatewayClient client, int clients, List<String> bodies) {
        this.client = client;
        this.bodies = bodies;
        this.loops = IntStream.range(0, clients).mapToObj(this::ask).toList();
    }

    public static Load start(GatewayClient client, int clients, List<String> bodies) {
        return new Load(client, clients, bodies);
    }

    /** Every answer that has arrived to its last byte. */
    public List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** Those among them that the gateway said were complete and good. */
    public List<Answer> acknowledged() {
        return answers.stream()
                .filter(answer -> answer.status() == 200)
                .filter(answer -> !answer.isStream()
                        || (answer.isDone() && answer.chunks().stream().noneMatch(chunk -> chunk.has("error"))))
                .toList();
    }

    /** What broke off without an answer. */
    public List<Throwable> broken() {
        return List.copyOf(broken);
    }

    /** Lets every client finish its question. */
    public void stop() {
        stopped = true;
        awaitEnd();
    }

    /** Waits until every client has ended, because its connection broke. */
    public void awaitEnd() {
        CompletableFuture.allOf(loops.toArray(CompletableFuture<?>[]::new))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private CompletableFuture<Void> ask(int question) {
        if (stopped) {
            return CompletableFuture.completedFuture(null);
        }
        return client.chatLater(bodies.get(question % bodies.size()))
                .handle((answer, failure) -> {
                    if (failure != null) {
                        broken.add(failure);
                        return false;
                    }
                    answers.add(answer);
                    return true;
                })
                .thenComposeAsync(goOn -> goOn ? ask(question + 1) : CompletableFuture.completedFuture(null));
    }
}
