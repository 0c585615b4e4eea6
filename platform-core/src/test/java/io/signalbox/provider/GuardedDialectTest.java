package io.signalbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.chat.Reply;
import io.signalbox.dialect.openai.CompletionScan;
import io.signalbox.dialect.openai.OpenAiDialect;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.testing.Calls;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class GuardedDialectTest {

    /** Reads nothing without a mistake. */
    private static final Dialect CLUMSY = new Dialect() {

        @Override
        public Outbound write(ProviderCall call) {
            return new OpenAiDialect().write(call);
        }

        @Override
        public Reply readWhole(ProviderCall call, Buffer body) {
            throw new ClassCastException("secret text");
        }

        @Override
        public boolean isStream(String contentType) {
            return true;
        }

        @Override
        public FrameReader frames(Consumer<Frame> sink) {
            return piece -> {
                throw new IndexOutOfBoundsException("secret text");
            };
        }

        @Override
        public PieceReader pieces(ProviderCall call) {
            throw new IllegalStateException("not asked for here");
        }

        @Override
        public ProviderReply.Failed readError(int status, MultiMap headers, Buffer body) {
            throw new NumberFormatException("secret text");
        }
    };

    private static final ProviderCall CALL = Calls.of(
            "openai",
            CompletionScan.read(
                    Buffer.buffer("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")));

    private final Dialect guarded = new GuardedDialect(CLUMSY);

    private static void assertMalformed(ThrowingCallable reading) {
        assertThatThrownBy(reading).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FaultCode.PROVIDER_MALFORMED);
            assertThat(fault.publicMessage()).doesNotContain("secret");
            assertThat(fault.detail())
                    .hasValueSatisfying(detail -> assertThat(detail).doesNotContain("secret"));
        });
    }

    @Test
    void endsAnAttemptByAFaultWhateverTheDialectRaises() {
        assertMalformed(() -> guarded.readWhole(CALL, Buffer.buffer()));
        assertMalformed(() -> guarded.frames(frame -> {}).read(new byte[1]));
        assertThat(guarded.readError(500, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer())
                        .fault()
                        .code())
                .isEqualTo(FaultCode.PROVIDER_MALFORMED);
    }
}
