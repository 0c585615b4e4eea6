package io.signalbox.dialect.openai;

import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Wire;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.RequestScan;
import io.signalbox.route.RequestFacts;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a chat request's body learned, and the body spliced for a provider. Only what must change is changed; unknown members
 * pass byte for byte. A member that Signalbox acts on may stand only once: with two of them, Signalbox and the provider could each believe
 * another one.
 */
public final class CompletionScan implements RequestScan {

    private final CompletionScanner scanner;
    private final RequestFacts facts;
    private @Nullable ChatRequest chat;

    private CompletionScan(CompletionScanner scanner) {
        this.scanner = scanner;
        this.facts = facts(scanner);
    }

    /**
     * Reads a body of at most 64 levels and 10 000 messages. Fails with {@code INVALID_JSON}, or with {@code INVALID_REQUEST} naming the
     * parameter; never quotes the body.
     */
    public static CompletionScan read(Buffer body) {
        return new CompletionScan(CompletionScanner.scan(body.getBytes()));
    }

    /** What the client asked for; empty when it gave only {@link #models()}. */
    @Override
    public String model() {
        return scanner.model;
    }

    /** The client's ordered fallback list, at most eight; empty when it gave none. */
    @Override
    public List<String> models() {
        return scanner.models;
    }

    @Override
    public boolean stream() {
        return scanner.stream;
    }

    /** Whether the client itself asked for usage in the stream. */
    @Override
    public boolean includesUsage() {
        return scanner.streamOptions.includesUsage();
    }

    /**
     * An option of the body's {@code signalbox} object as text: a list as its elements joined by commas, an object as JSON. The option
     * {@code task} falls back to {@code metadata.task}.
     */
    @Override
    public Optional<String> option(String name) {
        Optional<String> given = Optional.ofNullable(options().get(name));
        return given.isEmpty() && "task".equals(name) ? Optional.ofNullable(scanner.metadataTask) : given;
    }

    /** Every option of the {@code signalbox} object. */
    @Override
    public Map<String, String> options() {
        return scanner.options;
    }

    /** The client's output limit for each choice, in tokens; 0 when it gave none. */
    @Override
    public long outputLimit() {
        return scanner.outputLimit();
    }

    /**
     * What planning may know. {@code inputBytes} is the size as written of every string in the messages but short roles, plus tools and
     * JSON schema; so it is never less than their UTF-8 size B. A tokenizer that needs at least k bytes for a token and 4 tokens for
     * a message's frame then counts at most {@code ceil(inputBytes / k) + 8 * messages + 8}: the sandbox rounds every message and the tools
     * up on their own, which adds less than one token to each of {@code messages + 1} terms, so its
     * {@code 3 + Σ(4 + ceil(b / 4)) + ceil(tools / 4) < 3 + 4m + B/4 + m + 1 = B/4 + 5m + 4}.
     */
    @Override
    public RequestFacts facts() {
        return facts;
    }

    /**
     * The body for one attempt: the deployment's name for model, every output limit of the client's that is above
     * {@code outputLimitPerChoice} lowered to it, or a limit added when the client gave none ({@code outputLimitPerChoice} 0 changes no limit),
     * usage asked for in a stream, {@code models} and {@code signalbox} left out; and what the provider's quirks want renamed or left out.
     */
    @Override
    public Buffer upstreamBody(Deployment deployment, long outputLimitPerChoice) {
        return new RequestSplice(scanner, deployment.upstreamModel(), outputLimitPerChoice, ChatQuirks.of(deployment))
                .body();
    }

    @Override
    public Wire wire() {
        return Wire.CHAT;
    }

    @Override
    public Buffer body() {
        return Buffer.buffer(scanner.body.bytes());
    }

    @Override
    public ChatRequest chat() {
        if (chat == null) {
            chat = ChatRequestReader.read(scanner.body.bytes());
        }
        return chat;
    }

    private static RequestFacts facts(CompletionScanner scanner) {
        return new RequestFacts(
                Wire.CHAT,
                scanner.inputBytes,
                scanner.messages,
                saturatedProduct(scanner.outputLimit(), scanner.choices),
                scanner.choices,
                scanner.needs,
                scanner.body.unknown(),
                scanner.serviceTier);
    }

    private static long saturatedProduct(long limit, int choices) {
        return limit > Long.MAX_VALUE / choices ? Long.MAX_VALUE : limit * choices;
    }
}
