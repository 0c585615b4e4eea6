package io.signalbox.money;

/**
 * Tokens of one attempt in disjoint classes, each ≥ 0. The provider's prompt total is
 * {@code input + cacheRead + cacheWrite5m + cacheWrite1h + audioIn + image}; its completion total is {@code output + reasoning + audioOut}.
 */
public record TokenUsage(
        long input,
        long cacheRead,
        long cacheWrite5m,
        long cacheWrite1h,
        long output,
        long reasoning,
        long audioIn,
        long audioOut,
        long image) {

    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public TokenUsage {
        if ((input | cacheRead | cacheWrite5m | cacheWrite1h | output | reasoning | audioIn | audioOut | image) < 0) {
            throw new IllegalArgumentException("token counts must not be negative");
        }
    }

    /** Plain text usage: {@code input} prompt tokens, {@code output} completion tokens. */
    public static TokenUsage ofText(long input, long output) {
        return new TokenUsage(input, 0, 0, 0, output, 0, 0, 0, 0);
    }

    /** The same with {@code more} output tokens. */
    public TokenUsage plusOutput(long more) {
        return new TokenUsage(
                input,
                cacheRead,
                cacheWrite5m,
                cacheWrite1h,
                Math.addExact(output, more),
                reasoning,
                audioIn,
                audioOut,
                image);
    }

    public TokenUsage plus(TokenUsage more) {
        return new TokenUsage(
                Math.addExact(input, more.input),
                Math.addExact(cacheRead, more.cacheRead),
                Math.addExact(cacheWrite5m, more.cacheWrite5m),
                Math.addExact(cacheWrite1h, more.cacheWrite1h),
                Math.addExact(output, more.output),
                Math.addExact(reasoning, more.reasoning),
                Math.addExact(audioIn, more.audioIn),
                Math.addExact(audioOut, more.audioOut),
                Math.addExact(image, more.image));
    }

    /** The same prompt without a prompt cache: what was read from one or written to one is plain input. */
    public TokenUsage uncached() {
        long plain = Math.addExact(Math.addExact(input, cacheRead), Math.addExact(cacheWrite5m, cacheWrite1h));
        return new TokenUsage(plain, 0, 0, 0, output, reasoning, audioIn, audioOut, image);
    }

    public long of(TokenClass tokenClass) {
        return switch (tokenClass) {
            case INPUT -> input;
            case CACHE_READ -> cacheRead;
            case CACHE_WRITE_5M -> cacheWrite5m;
            case CACHE_WRITE_1H -> cacheWrite1h;
            case OUTPUT -> output;
            case REASONING -> reasoning;
            case AUDIO_IN -> audioIn;
            case AUDIO_OUT -> audioOut;
            case IMAGE -> image;
        };
    }

    /** The prompt total as OpenAI counts it. */
    public long promptTokens() {
        return input + cacheRead + cacheWrite5m + cacheWrite1h + audioIn + image;
    }

    /** The completion total as OpenAI counts it. */
    public long completionTokens() {
        return output + reasoning + audioOut;
    }
}
