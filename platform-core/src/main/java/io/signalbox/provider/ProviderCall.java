package io.signalbox.provider;

import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Provider;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.RequestScan;
import io.signalbox.config.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt: what {@code scan} asks for, at {@code deployment}. {@code outputLimit} is the limit per choice in tokens that must go upstream,
 * 0 when the request's own may stand. {@code timeLeft} is what remains of the client's own deadline. When the answer has not begun within
 * {@code timeToBegin} (a whole one: is not complete), somebody else shall have a chance within that deadline.
 */
public record ProviderCall(
        Deployment deployment,
        Optional<Secret> secret,
        RequestScan scan,
        long outputLimit,
        Duration timeLeft,
        Duration timeToBegin,
        String requestId,
        Instant at) {

    /** What every chat model can give. */
    private static final long UNKNOWN_LIMIT = 4_096;

    /** Whether the provider takes the caller's wire as it is. */
    public boolean isNative() {
        return deployment.isNative(scan.wire());
    }

    public Provider provider() {
        return deployment.provider();
    }

    public boolean stream() {
        return scan.stream();
    }

    /** The request in no protocol's words. */
    public ChatRequest chat() {
        return scan.chat();
    }

    /** The limit per choice to write into a translated request: what must go upstream, else the model's own, as far as that is known. */
    public long writtenLimit() {
        if (outputLimit > 0) {
            return outputLimit;
        }
        long own = scan.outputLimit();
        long most = deployment.model().isUnknown()
                ? UNKNOWN_LIMIT
                : deployment.model().maxOutputTokens();
        return own > 0 && (own < most || deployment.model().isUnknown()) ? own : most;
    }

    /** Whether somebody set that limit; where a protocol needs none, a guess at an unknown model's is better left out. */
    public boolean isLimited() {
        return outputLimit > 0 || scan.outputLimit() > 0 || !deployment.model().isUnknown();
    }
}
