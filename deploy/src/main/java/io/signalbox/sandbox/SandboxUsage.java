package io.signalbox.sandbox;

/**
 * Tokens in disjoint classes: {@code input} that was neither read from a cache nor written to one, {@code cacheRead}, what was written to a
 * cache for five minutes or an hour, {@code output} but for {@code reasoning}, and that.
 */
public record SandboxUsage(
        long input, long cacheRead, long cacheWrite5m, long cacheWrite1h, long output, long reasoning) {

    static final SandboxUsage NONE = new SandboxUsage(0, 0, 0, 0, 0, 0);

    static SandboxUsage ofPrompt(long tokens) {
        return new SandboxUsage(tokens, 0, 0, 0, 0, 0);
    }

    /** The same prompt with what has been produced for it. */
    SandboxUsage producing(long outputTokens, long reasoningTokens) {
        return new SandboxUsage(input, cacheRead, cacheWrite5m, cacheWrite1h, outputTokens, reasoningTokens);
    }

    public long promptTokens() {
        return input + cacheRead + cacheWrite5m + cacheWrite1h;
    }

    long cacheWrite() {
        return cacheWrite5m + cacheWrite1h;
    }

    /** Reasoning included. */
    public long completionTokens() {
        return output + reasoning;
    }

    long totalTokens() {
        return promptTokens() + completionTokens();
    }

    SandboxUsage plus(SandboxUsage more) {
        return new SandboxUsage(
                input + more.input,
                cacheRead + more.cacheRead,
                cacheWrite5m + more.cacheWrite5m,
                cacheWrite1h + more.cacheWrite1h,
                output + more.output,
                reasoning + more.reasoning);
    }
}
