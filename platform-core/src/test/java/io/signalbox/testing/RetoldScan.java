package io.signalbox.testing;

import io.signalbox.catalog.Deployment;
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
public record RetoldScan(Wire wire, RequestScan original, UnaryOperator<ChatRequest> changed) implements RequestScan {

    @Override
    public String model() {
        return original.model();
    }

    @Override
    public Buffer body() {
        return original.body();
    }

    @Override
    public List<String> models() {
        return original.models();
    }

    @Override
    public boolean stream() {
        return original.stream();
    }

    @Override
    public boolean includesUsage() {
        return original.includesUsage();
    }

    @Override
    public Optional<String> option(String name) {
        return original.option(name);
    }

    @Override
    public Map<String, String> options() {
        return original.options();
    }

    @Override
    public long outputLimit() {
        return chat().outputLimit();
    }

    @Override
    public RequestFacts facts() {
        return original.facts();
    }

    @Override
    public Buffer upstreamBody(Deployment deployment, long outputLimitPerChoice) {
        throw new IllegalStateException("a request of another wire is not spliced");
    }

    @Override
    public ChatRequest chat() {
        return changed.apply(original.chat());
    }
}
