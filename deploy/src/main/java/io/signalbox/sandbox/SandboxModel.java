package io.signalbox.sandbox;

import java.util.Optional;

/** What the sandbox serves: two models that answer, and one for every fault. Prices are nano-USD per token. */
public enum SandboxModel {
    SMALL("sandbox/small", 1),
    LARGE("sandbox/large", 15),
    /** Status 500. Bills nothing. */
    ERROR_500("sandbox/error-500", 1),
    /** Status 429 with {@code retry-after: 1}. Bills nothing. */
    ERROR_429("sandbox/error-429", 1),
    /** Never answers. Bills the prompt. */
    TIMEOUT("sandbox/error-timeout", 1),
    /** Dies after three deltas, and in the middle of a plain answer's body. Bills what it produced. */
    CUT_STREAM("sandbox/error-cut-stream", 1),
    /** Makes one wait for the first token. */
    SLOW_FIRST_TOKEN("sandbox/error-slow-first-token", 1),
    /** Broken JSON: the whole answer's, or that of the chunk after the role. Bills the prompt. */
    MALFORMED("sandbox/error-malformed", 1),
    /** Answers without usage. */
    NO_USAGE("sandbox/error-no-usage", 1);

    private static final long INPUT_NANOS = 100;
    private static final long OUTPUT_NANOS = 400;

    private final String wireName;
    private final long priceFactor;

    SandboxModel(String wireName, long priceFactor) {
        this.wireName = wireName;
        this.priceFactor = priceFactor;
    }

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

    /** What so many tokens cost, exactly: no price has a fraction of a nano. */
    public long costNanos(long promptTokens, long completionTokens) {
        return priceFactor * (INPUT_NANOS * promptTokens + OUTPUT_NANOS * completionTokens);
    }
}
