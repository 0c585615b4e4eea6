package io.signalbox.dialect.anthropic;

import io.signalbox.chat.Reply;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Frame;
import io.signalbox.provider.FrameReader;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderReply;
import io.signalbox.provider.Trees;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Anthropic's <a href="https://platform.claude.com/docs/en/build-with-claude/token-counting">count of a prompt's tokens</a>, which is free. Only for calls of
 * its own wire that {@link MessagesSurface#readCount} read; never a stream.
 */
public final class AnthropicCounts implements Dialect {

    private final AnthropicDialect messages = new AnthropicDialect();

    /** The answer: a prompt and no output. */
    private record Count(long tokens) implements Reply {

        @Override
        public Optional<TokenUsage> usage() {
            return Optional.of(TokenUsage.ofText(tokens, 0));
        }

        @Override
        public long outputBytes() {
            return 0;
        }
    }

    @Override
    public Outbound write(ProviderCall call) {
        Outbound outbound = messages.write(call);
        return new Outbound(outbound.path() + "/count_tokens", outbound.headers(), outbound.body());
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        long tokens = Trees.object(body.getBytes()).path("input_tokens").asLong(-1);
        if (tokens < 0) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer holds no count");
        }
        return new Count(tokens);
    }

    @Override
    public boolean isStream(String contentType) {
        return false;
    }

    @Override
    public FrameReader frames(Consumer<Frame> sink) {
        return messages.frames(sink);
    }

    @Override
    public PieceReader pieces(ProviderCall call) {
        return messages.pieces(call);
    }

    @Override
    public ProviderReply.Failed readError(int status, MultiMap headers, Buffer body) {
        return messages.readError(status, headers, body);
    }
}
