package io.signalbox.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.Provider;
import io.signalbox.chat.ChatResult;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Dialect;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Given these bytes with status 200, the whole answer must be so. Built once, in one expression. */
public final class AnswerCase implements ContractCase {

    private final String name;
    private final Set<Aspect> aspects;
    private Asked asked = Asked.PLAIN;
    private Buffer body = Buffer.buffer();
    private @Nullable String id;
    private @Nullable List<ChatResult.Choice> choices;
    private Optional<TokenUsage> usage = Optional.empty();
    private boolean usageIsKnown;
    private @Nullable FaultCode failure;

    private AnswerCase(String name, Set<Aspect> aspects) {
        this.name = name;
        this.aspects = aspects;
    }

    public static AnswerCase of(String name, Aspect... aspects) {
        return new AnswerCase(name, Set.of(aspects));
    }

    /** What was asked, where reading depends on it. */
    public AnswerCase asked(Asked request) {
        asked = request;
        return this;
    }

    public AnswerCase given(Buffer bytes) {
        body = bytes;
        return this;
    }

    public AnswerCase given(String text) {
        return given(Buffer.buffer(text));
    }

    public AnswerCase id(String expected) {
        id = expected;
        return this;
    }

    public AnswerCase says(ChatResult.Choice... expected) {
        choices = List.of(expected);
        return this;
    }

    public AnswerCase uses(TokenUsage expected) {
        usage = Optional.of(expected);
        usageIsKnown = true;
        return this;
    }

    /** The answer has no usage that can be believed. */
    public AnswerCase usesUnknown() {
        usageIsKnown = true;
        return this;
    }

    public AnswerCase fails(FaultCode code) {
        failure = code;
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

    boolean isGood() {
        return failure == null;
    }

    Buffer body() {
        return body;
    }

    Asked asked() {
        return asked;
    }

    void run(Dialect dialect, Provider provider) {
        if (failure != null) {
            assertThatThrownBy(() -> dialect.readWhole(asked.call(provider), body))
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.code()).isEqualTo(failure));
            return;
        }
        // When
        ChatResult result = (ChatResult) dialect.readWhole(asked.call(provider), body);

        // Then
        assertThat(choices != null || usageIsKnown)
                .as("expectations of " + name)
                .isTrue();
        if (id != null) {
            assertThat(result.id()).isEqualTo(id);
        }
        if (choices != null) {
            assertThat(result.choices()).isEqualTo(choices);
        }
        if (usageIsKnown) {
            assertThat(result.usage()).isEqualTo(usage);
        }
    }
}
