package io.signalbox.sandbox;

import java.util.Optional;

/** How the sandbox behaves: two models that answer, and one for every fault. {@link SandboxTarget} finds it by a model's name. */
public enum SandboxModel {
    SMALL("sandbox/small"),
    LARGE("sandbox/large"),
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

    private final String wireName;

    SandboxModel(String wireName) {
        this.wireName = wireName;
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

    /** What {@code usage} costs, exactly: no price has a fraction of a nano. The model book's rows say the same. */
    public long costNanos(SandboxUsage usage) {
        return (this == LARGE ? SandboxUsage.LARGE_FACTOR : 1) * usage.costNanos();
    }
}
