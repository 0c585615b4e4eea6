package io.signalbox.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.signalbox.catalog.Provider;
import io.signalbox.fault.Blame;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Frame;
import io.signalbox.provider.ProviderReply;
import io.signalbox.testing.Calls;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every dialect that takes chat requests of other wires must do, asserted on the cases of a subclass: bodies are written as the protocol's page
 * says, answers and streams are read into no protocol's words, however the bytes are cut, usage is split into disjoint classes, and what a provider
 * refuses or breaks never becomes the caller's fault, an exception or a complete answer.
 */
public abstract class DialectContract {

    private static final Set<Aspect> REQUEST_ASPECTS = EnumSet.of(
            Aspect.TEXT,
            Aspect.SYSTEM,
            Aspect.MULTI_TURN,
            Aspect.TOOLS,
            Aspect.TOOL_CHOICE,
            Aspect.PARALLEL_CALLS,
            Aspect.TOOL_RESULTS,
            Aspect.IMAGES,
            Aspect.JSON_SCHEMA,
            Aspect.REASONING,
            Aspect.SAMPLING);
    private static final Set<Aspect> ANSWER_ASPECTS = EnumSet.of(
            Aspect.TEXT, Aspect.TOOLS, Aspect.PARALLEL_CALLS, Aspect.REASONING, Aspect.STOP_REASONS, Aspect.USAGE);
    private static final Set<Aspect> STREAM_ASPECTS = EnumSet.of(
            Aspect.TEXT,
            Aspect.TOOLS,
            Aspect.PARALLEL_CALLS,
            Aspect.REASONING,
            Aspect.STOP_REASONS,
            Aspect.USAGE,
            Aspect.ERROR_EVENT);
    private static final Set<FaultCode> ERROR_CODES = EnumSet.of(
            FaultCode.INVALID_REQUEST,
            FaultCode.CONTEXT_LENGTH_EXCEEDED,
            FaultCode.PROVIDER_REFUSED_CREDENTIAL,
            FaultCode.PROVIDER_RATE_LIMITED,
            FaultCode.PROVIDER_ERROR);
    private static final List<String> NO_ANSWERS =
            List.of("", "<html>502</html>", "[]", "null", "7", "\"x\"", "{}", "{", "\u0000");
    private static final List<String> ODD_FRAMES = List.of(
            "",
            "x",
            "[]",
            "null",
            "7",
            "{}",
            "{",
            "{\"type\":[]}",
            "{\"type\":\"unheard_of\"}",
            "{\"choices\":7,\"delta\":7,\"usage\":\"x\"}",
            "{\"choices\":[7,null,{}],\"candidates\":[7,null,{}],\"message\":7}");

    private static final int MANGLED = 100;

    private final Dialect dialect;
    private final Provider provider;

    /** {@code provider} is a preset of the shipped book that speaks the dialect. */
    protected DialectContract(Dialect dialect, String provider) {
        this.dialect = dialect;
        this.provider = Calls.provider(provider);
    }

    protected abstract List<RequestCase> requests();

    protected abstract List<AnswerCase> answers();

    protected abstract List<StreamCase> streams();

    protected abstract List<ErrorCase> errors();

    /** The aspects that this protocol does not have, each with the reason. */
    protected Map<Aspect, String> lacks() {
        return Map.of();
    }

    @TestFactory
    Stream<DynamicTest> writesRequests() {
        return requests().stream().map(each -> dynamicTest(each.name(), () -> each.run(dialect, provider)));
    }

    @TestFactory
    Stream<DynamicTest> readsWholeAnswers() {
        return answers().stream().map(each -> dynamicTest(each.name(), () -> each.run(dialect, provider)));
    }

    @TestFactory
    Stream<DynamicTest> readsStreams() {
        return streams().stream().map(each -> dynamicTest(each.name(), () -> each.run(dialect, provider)));
    }

    @TestFactory
    Stream<DynamicTest> readsStreamsCutAtEveryByte() {
        return streams().stream().map(each -> dynamicTest(each.name(), () -> each.runSplit(dialect, provider)));
    }

    @TestFactory
    Stream<DynamicTest> neverTakesABrokenStreamForComplete() {
        return streams().stream().map(each -> dynamicTest(each.name(), () -> each.runTruncated(dialect, provider)));
    }

    @TestFactory
    Stream<DynamicTest> readsErrors() {
        return errors().stream().map(each -> dynamicTest(each.name(), () -> each.run(dialect)));
    }

    @Test
    void coversWhatTheProtocolHas() {
        assertCovered("requests", requests(), REQUEST_ASPECTS);
        assertCovered("answers", answers(), ANSWER_ASPECTS);
        assertCovered("streams", streams(), STREAM_ASPECTS);
        assertThat(errors().stream().map(ErrorCase::code)).containsAll(ERROR_CODES);
    }

    private void assertCovered(String what, Collection<? extends ContractCase> cases, Set<Aspect> required) {
        Set<Aspect> missing = EnumSet.copyOf(required);
        missing.removeAll(lacks().keySet());
        cases.forEach(each -> missing.removeAll(each.aspects()));
        assertThat(missing).as("aspects without a case in " + what).isEmpty();
    }

    @Test
    void blamesTheProviderForWhatIsNoAnswer() {
        for (String each : NO_ANSWERS) {
            assertBlamesProvider(Asked.PLAIN, Buffer.buffer(each));
        }
    }

    @Test
    void blamesTheProviderForEveryAnswerThatIsCutShort() {
        for (AnswerCase each : answers()) {
            byte[] bytes = each.body().toString().strip().getBytes(StandardCharsets.UTF_8);
            for (int length = 0; each.isGood() && length < bytes.length; length++) {
                assertBlamesProvider(each.asked(), Buffer.buffer(bytes).slice(0, length));
            }
        }
    }

    private void assertBlamesProvider(Asked asked, Buffer body) {
        try {
            Object answer = dialect.readWhole(asked.call(provider), body);
            throw new AssertionError("read '" + body + "' as " + answer);
        } catch (Fault fault) {
            assertThat(fault.code().blame()).as(body.toString()).isEqualTo(Blame.PROVIDER);
        }
    }

    /** And whatever it says is fit for the clients of every surface. */
    @Test
    void readsMangledAnswersOrRaisesAFault() {
        Mangled mangled = new Mangled(2);
        for (AnswerCase each : answers()) {
            for (int i = 0; each.isGood() && i < MANGLED; i++) {
                Buffer body = Buffer.buffer(mangled.of(each.body().toString()));
                HostileAnswer.whole(dialect, each.asked().call(provider), body);
            }
        }
    }

    @Test
    void readsMangledStreamsOrRaisesAFault() {
        Mangled mangled = new Mangled(3);
        for (StreamCase each : streams()) {
            for (int i = 0; i < MANGLED; i++) {
                HostileAnswer.streamed(dialect, each.asked().call(provider), each.body(), mangled);
            }
        }
    }

    @Test
    void readsOddFramesAsNothingOrBlamesTheProvider() {
        for (String each : ODD_FRAMES) {
            for (String type : List.of(Frame.MESSAGE, "error", "unheard_of")) {
                try {
                    dialect.pieces(Asked.PLAIN.streamed().call(provider))
                            .read(new Frame(type, each.getBytes(StandardCharsets.UTF_8)));
                } catch (Fault fault) {
                    assertThat(fault.code().blame()).as(each).isEqualTo(Blame.PROVIDER);
                }
            }
        }
    }

    @Test
    void keepsFaultsOfOurAccountFromTheCaller() {
        for (int status : new int[] {401, 402, 403}) {
            for (String body : NO_ANSWERS) {
                ProviderReply.Failed failed = failed(status, body);
                assertThat(failed.fault().code()).isEqualTo(FaultCode.PROVIDER_REFUSED_CREDENTIAL);
                assertThat(failed.retriable()).isTrue();
            }
        }
    }

    @Test
    void failsOverWhateverAFailingProviderSays() {
        for (int status : new int[] {408, 429, 500, 502, 503, 504, 529}) {
            for (String body : NO_ANSWERS) {
                ProviderReply.Failed failed = failed(status, body);
                assertThat(failed.retriable()).isTrue();
                assertThat(failed.fault().code().blame()).isEqualTo(Blame.PROVIDER);
                assertThat(failed.fault().publicMessage()).doesNotContain("html");
            }
        }
    }

    private ProviderReply.Failed failed(int status, String body) {
        return dialect.readError(status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(body));
    }
}
