package io.signalbox.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Provider;
import io.signalbox.chat.Delta;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Given this stream, however its bytes are cut, the answer must be so. Built once, in one expression. */
public final class StreamCase implements ContractCase {

    private final String name;
    private final Set<Aspect> aspects;
    private Asked asked = Asked.PLAIN;
    private Buffer body = Buffer.buffer();
    private List<Delta> deltas = List.of();
    private Optional<TokenUsage> usage = Optional.empty();
    private boolean usageIsKnown;
    private Optional<FaultCode> failure = Optional.empty();
    private boolean complete = true;

    private StreamCase(String name, Set<Aspect> aspects) {
        this.name = name;
        this.aspects = aspects;
    }

    public static StreamCase of(String name, Aspect... aspects) {
        return new StreamCase(name, Set.of(aspects));
    }

    /** What was asked, where reading depends on it. */
    public StreamCase asked(Asked request) {
        asked = request;
        return this;
    }

    /** The stream's bytes; {@link Cassette#events} makes server-sent events of lines. */
    public StreamCase given(Buffer bytes) {
        body = bytes;
        return this;
    }

    public StreamCase says(Delta... expected) {
        deltas = List.of(expected);
        return this;
    }

    public StreamCase uses(TokenUsage expected) {
        usage = Optional.of(expected);
        usageIsKnown = true;
        return this;
    }

    /** The stream has no usage that can be believed. */
    public StreamCase usesUnknown() {
        usageIsKnown = true;
        return this;
    }

    /** After all deltas comes an error event. */
    public StreamCase fails(FaultCode code) {
        failure = Optional.of(code);
        complete = false;
        return this;
    }

    /** The stream ends before the answer is complete. */
    public StreamCase isCut() {
        complete = false;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Aspect> aspects() {
        return aspects;
    }

    Buffer body() {
        return body;
    }

    Asked asked() {
        return asked.streamed();
    }

    void run(Dialect dialect, Provider provider) {
        // When
        Heard heard = Heard.of(dialect, call(provider), body.getBytes());

        // Then
        assertThat(heard.fault()).isEqualTo(failure);
        assertThat(heard.deltas()).isEqualTo(deltas);
        if (usageIsKnown) {
            assertThat(heard.usage()).isEqualTo(usage);
        }
        assertThat(heard.complete()).as("is complete").isEqualTo(complete);
        assertThat(heard.outputBytes())
                .isEqualTo(deltas.stream().mapToLong(Delta::outputBytes).sum());
        assertWellFormed();
    }

    /** Cut in two anywhere, and byte by byte, it reads the same. */
    void runSplit(Dialect dialect, Provider provider) {
        // Given
        byte[] bytes = body.getBytes();
        Heard whole = Heard.of(dialect, call(provider), bytes);

        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(Heard.of(dialect, call(provider), bytes, cut))
                    .as("cut at " + cut)
                    .isEqualTo(whole);
        }
        assertThat(Heard.byteByByte(dialect, call(provider), bytes)).isEqualTo(whole);
    }

    /** Broken off anywhere it is complete only when every choice that began has finished; nothing said is ever taken back. */
    void runTruncated(Dialect dialect, Provider provider) {
        // Given
        byte[] bytes = body.getBytes();
        Heard whole = Heard.of(dialect, call(provider), bytes);

        for (int length = 0; length < bytes.length; length++) {
            Heard part = Heard.of(dialect, call(provider), Arrays.copyOf(bytes, length));
            assertThat(whole.deltas().subList(0, part.deltas().size()))
                    .as("broken off at " + length)
                    .isEqualTo(part.deltas());
            assertThat(part.complete() && isUnfinished(part.deltas()))
                    .as("complete though unfinished, broken off at " + length)
                    .isFalse();
        }
    }

    private ProviderCall call(Provider provider) {
        return asked.streamed().call(provider);
    }

    private static boolean isUnfinished(List<Delta> said) {
        Set<Integer> open = new HashSet<>();
        said.forEach(each -> open.add(each.choice()));
        said.stream().filter(each -> each instanceof Delta.Finished).forEach(each -> open.remove(each.choice()));
        return said.isEmpty() || !open.isEmpty();
    }

    /** Calls are counted from 0, arguments follow their call and are JSON in the end, a choice finishes once and says nothing more. */
    private void assertWellFormed() {
        Map<Integer, Map<Integer, StringBuilder>> calls = new HashMap<>();
        Map<Integer, Delta.Finished> finished = new HashMap<>();
        for (Delta each : deltas) {
            assertThat(finished).as("said after its end").doesNotContainKey(each.choice());
            Map<Integer, StringBuilder> ofChoice = calls.computeIfAbsent(each.choice(), choice -> new TreeMap<>());
            if (each instanceof Delta.CallBegun it) {
                assertThat(it.call()).as("number of the call").isEqualTo(ofChoice.size());
                ofChoice.put(it.call(), new StringBuilder());
            } else if (each instanceof Delta.CallArguments it) {
                assertThat(ofChoice).containsKey(it.call());
                ofChoice.get(it.call()).append(it.piece());
            } else if (each instanceof Delta.Finished it) {
                finished.put(it.choice(), it);
            }
        }
        finished.forEach((choice, end) -> {
            if (end.reason() == io.signalbox.chat.StopReason.TOOL_CALLS) {
                calls.get(choice).values().forEach(StreamCase::assertJson);
            }
        });
    }

    private static void assertJson(CharSequence arguments) {
        try {
            assertThat(Json.read(arguments.toString()).isObject()).isTrue();
        } catch (IOException invalid) {
            throw new AssertionError("arguments are no JSON: " + arguments, invalid);
        }
    }
}
