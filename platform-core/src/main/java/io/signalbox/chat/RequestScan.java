package io.signalbox.chat;

import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Wire;
import io.signalbox.route.RequestFacts;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one pass over a request's body learned, and the two ways on: the body spliced for a provider that takes this wire as it is, or the
 * request told in no protocol's words for one that does not.
 */
public interface RequestScan {

    Wire wire();

    /** The body as it arrived; never changed. */
    Buffer body();

    /** What the client asked for; empty when it gave only {@link #models()}. */
    String model();

    /** The client's ordered fallback list, at most eight; empty when it gave none. */
    List<String> models();

    boolean stream();

    /** Whether the client wants usage in the stream: always where its wire has no choice. */
    boolean includesUsage();

    /**
     * An option of the body's {@code signalbox} object as text: a list as its elements joined by commas, an object as JSON. The option
     * {@code task} falls back to {@code metadata.task}.
     */
    Optional<String> option(String name);

    /** Every option of the {@code signalbox} object. */
    Map<String, String> options();

    /** The client's output limit for each choice, in tokens; 0 when it gave none. */
    long outputLimit();

    /** What planning may know. */
    RequestFacts facts();

    /**
     * The body for one attempt at a provider that takes this wire: the deployment's name for model, output limits above
     * {@code outputLimitPerChoice} lowered to it, or one added when the client gave none (0 changes no limit), usage asked for in a stream, our own
     * members left out, and what the provider's quirks want otherwise. All else stays byte for byte.
     */
    Buffer upstreamBody(Deployment deployment, long outputLimitPerChoice);

    /**
     * Headers of the client's that a provider which takes this wire gets beside {@link #upstreamBody}: those the surface lists by name, never any other.
     */
    default Map<String, String> passedHeaders() {
        return Map.of();
    }

    /** The same request in no protocol's words; read when first asked for. Fails with a {@code Fault} naming the parameter. */
    ChatRequest chat();
}
