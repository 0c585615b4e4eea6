package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Wire;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.RequestScan;
import io.signalbox.json.Json;
import io.signalbox.route.RequestFacts;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a request for a response learned, and the body spliced for a provider. Only what must change is changed; unknown members
 * pass byte for byte.
 */
public final class ResponsesScan implements RequestScan {

    private final RequestScanner scanner;
    private final Optional<String> continued;
    private final boolean kept;
    private @Nullable ObjectNode tree;
    private @Nullable ChatRequest chat;

    private ResponsesScan(RequestScanner scanner, Optional<String> continued, boolean kept) {
        this.scanner = scanner;
        this.continued = continued;
        this.kept = kept;
    }

    /**
     * Reads a body of at most 64 levels and 10 000 items. Fails with {@code INVALID_JSON}, or with a fault naming the parameter; never quotes the
     * body.
     */
    public static ResponsesScan read(Buffer body) {
        return new ResponsesScan(RequestScanner.scan(body.getBytes()), Optional.empty(), false);
    }

    @Override
    public Wire wire() {
        return Wire.RESPONSES;
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
        return scanner.stream;
    }

    @Override
    public boolean includesUsage() {
        return true;
    }

    @Override
    public Optional<String> option(String name) {
        Optional<String> given = Optional.ofNullable(options().get(name));
        return given.isEmpty() && "task".equals(name) ? Optional.ofNullable(scanner.metadataTask) : given;
    }

    @Override
    public Map<String, String> options() {
        return scanner.options;
    }

    @Override
    public long outputLimit() {
        return scanner.outputLimit;
    }

    /**
     * What planning may know. {@code inputBytes} is the size as written of whatever a model reads of instructions, items, tools and schema, so never
     * less than their UTF-8 size; every item counts as a message, and so do the instructions.
     */
    @Override
    public RequestFacts facts() {
        List<String> unknown = new ArrayList<>(scanner.body.unknown());
        unknown.addAll(scanner.nativeOnly);
        return new RequestFacts(
                Wire.RESPONSES,
                scanner.promptBytes,
                scanner.items() + (scanner.instructed ? 1 : 0),
                scanner.outputLimit,
                1,
                scanner.needs,
                unknown,
                scanner.serviceTier);
    }

    @Override
    public Buffer body() {
        return Buffer.buffer(scanner.body.bytes());
    }

    @Override
    public Buffer upstreamBody(Deployment deployment, long outputLimitPerChoice) {
        return upstreamBody(deployment.upstreamModel(), outputLimitPerChoice, false);
    }

    /** As {@link #upstreamBody(Deployment, long)}; {@code wantsThoughts} asks for reasoning in the form that can be given back. */
    Buffer upstreamBody(String upstreamModel, long outputLimit, boolean wantsThoughts) {
        return new RequestSplice(scanner, upstreamModel, outputLimit, wantsThoughts).body();
    }

    @Override
    public ChatRequest chat() {
        if (chat == null) {
            chat = RequestReader.read(tree());
        }
        return chat;
    }

    /** The response this request wants to go on from, as long as it is not there yet. */
    public Optional<String> previous() {
        return scanner.previous;
    }

    /** Whether the client lets the answer be stored: unless it says otherwise. */
    public boolean keeps() {
        return scanner.keeps;
    }

    /** The same request after {@code items}, a JSON list of what was said up to the response with {@code id}. */
    public ResponsesScan continuing(String id, Buffer items) {
        Buffer body = RequestSplice.continued(scanner, items);
        return new ResponsesScan(RequestScanner.scan(body.getBytes()), Optional.of(id), kept);
    }

    /** The same request, whose answer is going to be stored. */
    public ResponsesScan kept() {
        return new ResponsesScan(scanner, continued, true);
    }

    /** What is kept of this request and {@code answer}, a response or the last event of a stream. */
    public KeptResponse keptWith(Buffer answer) {
        ArrayNode input = tree().get("input") instanceof ArrayNode items ? items : Json.array();
        if (tree().path("input").isTextual()) {
            input.addObject()
                    .put("type", "message")
                    .put("role", "user")
                    .putArray("content")
                    .addObject()
                    .put("type", "input_text")
                    .put("text", tree().path("input").textValue());
        }
        return KeptResponse.of(input, answer);
    }

    /** The body as a tree; not to be changed. */
    ObjectNode tree() {
        if (tree == null) {
            try {
                tree = (ObjectNode) Json.read(scanner.body.bytes());
            } catch (IOException unreadable) {
                throw RequestFault.unreadable();
            }
        }
        return tree;
    }

    /** The response this request went on from. */
    Optional<String> continued() {
        return continued;
    }

    /** Whether the answer is going to be stored. */
    public boolean isKept() {
        return kept;
    }
}
