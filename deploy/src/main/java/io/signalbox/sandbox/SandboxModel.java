package io.signalbox.sandbox;

import java.util.Optional;

/** How the sandbox behaves: models that answer, and one for every fault. {@link SandboxTarget} finds it by a model's name. */
public enum SandboxModel {
    SMALL("sandbox/small"),
    LARGE("sandbox/large", new Prices(1_500, 150, 6_000)),
    /** For embeddings. */
    EMBED("sandbox/embed", new Prices(20, 20, 0)),
    /** For moderations; costs nothing. */
    MODERATION("sandbox/moderation", new Prices(0, 0, 0)),
    /** Status 500. Bills nothing. */
    ERROR_500("sandbox/error-500"),
    /** Status 429, one second to wait. Bills nothing. */
    ERROR_429("sandbox/error-429"),
    /** Never answers. Bills the prompt. */
    TIMEOUT("sandbox/error-timeout"),
    /** Dies after three deltas, and in the middle of a plain answer's body. Bills what it produced. */
    CUT_STREAM("sandbox/error-cut-stream"),
    /** Makes one wait for the first token. */
    SLOW_FIRST_TOKEN("sandbox/error-slow-first-token"),
    /** Broken: the whole answer's body, or the event after the opening. Bills the prompt. */
    MALFORMED("sandbox/error-malformed"),
    /** Answers without usage. */
    NO_USAGE("sandbox/error-no-usage"),
    /** Says that the key is wrong. Bills nothing. */
    ERROR_401("sandbox/error-401"),
    /** Says that the account's money is used up. Bills nothing. */
    ERROR_QUOTA("sandbox/error-quota"),
    /** Says that it has too much to do. Bills nothing. */
    OVERLOADED("sandbox/error-overloaded"),
    /** Finds every prompt too long. Bills nothing. */
    CONTEXT_LENGTH("sandbox/error-context-length"),
    /** Finds every prompt indecent. Bills nothing. */
    PROMPT_FILTER("sandbox/error-prompt-filter"),
    /** Finds its own answer indecent after three deltas and stops. Bills what it produced. */
    CONTENT_FILTER("sandbox/error-content-filter"),
    /** Answers that it will not. */
    REFUSAL("sandbox/error-refusal"),
    /** Reports a fault within the stream after three deltas and bills them; without a stream as {@link #ERROR_500}. */
    MIDSTREAM("sandbox/error-midstream");

    /** What the names of all the sandbox's own models begin with. */
    static final String PREFIX = "sandbox/";

    /**
     * Nano-USD for a token: of input, also when it is written to a cache; of input read from one; of output, reasoning included. No price has
     * a fraction, so every cost is exact.
     */
    private record Prices(long input, long cacheRead, long output) {

        private static final Prices SMALL = new Prices(100, 10, 400);
    }

    private final String wireName;
    private final Prices prices;

    SandboxModel(String wireName) {
        this(wireName, Prices.SMALL);
    }

    SandboxModel(String wireName, Prices prices) {
        this.wireName = wireName;
        this.prices = prices;
    }

    /** Only the exact name: {@code sandbox/small}. */
    public static Optional<SandboxModel> ofWireName(String name) {
        for (SandboxModel each : values()) {
            if (each.wireName.equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    public String wireName() {
        return wireName;
    }

    /** {@code error-500}: at the end of any other name it means this model. */
    String suffix() {
        return wireName.substring(PREFIX.length());
    }

    /** What {@code usage} costs. The model book's rows say the same. */
    public long costNanos(SandboxUsage usage) {
        return prices.input * (usage.input() + usage.cacheWrite())
                + prices.cacheRead * usage.cacheRead()
                + prices.output * usage.completionTokens();
    }
}
