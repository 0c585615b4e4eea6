package io.signalbox.testing;

import io.signalbox.catalog.Wire;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.RequestScan;
import io.signalbox.route.RequestFacts;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What {@code body} asks for, as if it had come in the shape of {@code wire}, which cannot be spliced; {@code changed} has the last word on it. */
public record RetoldScan(Wire wire, RequestScan body, UnaryOperator<ChatRequest> changed) implements RequestScan {

    @Override
    public String model() {
        return body.model();
    }

    @Override
    public List<String> models() {
        return body.models();
    }

    @Override
    public boolean stream() {
        return body.stream();
    }

    @Override
    public boolean includesUsage() {
        return body.includesUsage();
    }

    @Override
    public Optional<String> option(String name) {
        return body.option(name);
    }

    @Override
    public Map<String, String> options() {
        return body.options();
    }

    @Override
    public long outputLimit() {
        return chat().outputLimit();
    }

    @Override
    public RequestFacts facts() {
        return body.facts();
    }

    @Override
    public Buffer upstreamBody(String upstreamModel, long outputLimitPerChoice, String limitName) {
        throw new IllegalStateException("a request of another wire is not spliced");
    }

    @Override
    public ChatRequest chat() {
        return changed.apply(body.chat());
    }
}
