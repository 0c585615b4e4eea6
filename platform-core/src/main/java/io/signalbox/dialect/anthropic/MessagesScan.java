package io.signalbox.dialect.anthropic;

import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Wire;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.RequestScan;
import io.signalbox.route.RequestFacts;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one pass over a Messages request's body learned, and the body spliced for a provider of the same wire: all that nobody here acts on stays byte for byte. */
final class MessagesScan implements RequestScan {

    /** What a client may tell a provider of its wire beside the body. */
    private static final String BETA = "anthropic-beta";

    /** The beta in whose longer context tokens cost more. */
    private static final String LONG_CONTEXT = "context-1m";

    private static final int BETA_CHARS_MAX = 1_024;

    private final MessagesScanner scanner;
    private final boolean answered;
    private final Map<String, String> passed;
    private @Nullable ChatRequest chat;

    private MessagesScan(MessagesScanner scanner, boolean answered, Map<String, String> passed) {
        this.scanner = scanner;
        this.answered = answered;
        this.passed = passed;
    }

    /**
     * Reads a body of at most 64 levels and 10 000 messages that wants an answer. Fails with {@code INVALID_JSON}, or with {@code INVALID_REQUEST}
     * naming the parameter; never quotes the body.
     */
    static MessagesScan read(Buffer body, MultiMap headers) {
        return new MessagesScan(MessagesScanner.scan(body.getBytes(), true), true, passed(headers));
    }

    /** As {@link #read}, of a body that wants to know how many tokens it has. */
    static MessagesScan readCount(Buffer body, MultiMap headers) {
        return new MessagesScan(MessagesScanner.scan(body.getBytes(), false), false, passed(headers));
    }

    private static Map<String, String> passed(MultiMap headers) {
        String betas = String.join(",", headers.getAll(BETA));
        boolean given = !betas.isBlank() && betas.length() <= BETA_CHARS_MAX;
        return given ? Map.of(BETA, betas) : Map.of();
    }

    @Override
    public Wire wire() {
        return Wire.MESSAGES;
    }

    @Override
    public String model() {
        return scanner.model;
    }

    @Override
    public List<String> models() {
        return scanner.models;
    }

    @Override
    public boolean stream() {
        return answered && scanner.stream;
    }

    @Override
    public boolean includesUsage() {
        return true;
    }

    @Override
    public Optional<String> option(String name) {
        Optional<String> given = Optional.ofNullable(scanner.options.get(name));
        return given.isEmpty() && "task".equals(name) ? scanner.metadata.task() : given;
    }

    @Override
    public Map<String, String> options() {
        return scanner.options;
    }

    @Override
    public long outputLimit() {
        return scanner.maxTokens;
    }

    @Override
    public RequestFacts facts() {
        Set<Feature> needs = EnumSet.noneOf(Feature.class);
        needs.addAll(scanner.needs);
        if (passed.getOrDefault(BETA, "").contains(LONG_CONTEXT)) {
            needs.add(Feature.LONG_CONTEXT);
        }
        return new RequestFacts(
                Wire.MESSAGES,
                scanner.inputBytes,
                scanner.messages,
                scanner.maxTokens,
                1,
                needs,
                scanner.body.unknown());
    }

    @Override
    public Buffer upstreamBody(Deployment deployment, long outputLimitPerChoice) {
        MessagesSplice splice = new MessagesSplice(scanner, deployment.upstreamModel());
        return answered ? splice.body(outputLimitPerChoice) : splice.countBody();
    }

    @Override
    public Buffer body() {
        return Buffer.buffer(scanner.body.bytes());
    }

    @Override
    public Map<String, String> passedHeaders() {
        return passed;
    }

    @Override
    public ChatRequest chat() {
        if (chat == null) {
            chat = MessagesRequestReader.read(scanner.body.bytes());
        }
        return chat;
    }
}
