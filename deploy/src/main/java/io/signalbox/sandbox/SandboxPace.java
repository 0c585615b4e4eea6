package io.signalbox.sandbox;

import java.time.Duration;

/**
 * How fast the sandbox answers: {@code firstToken} before anything, {@code perToken} before every token after it (below a millisecond
 * counts as none), {@code slowFirstToken} in place of the first for {@link SandboxModel#SLOW_FIRST_TOKEN}.
 */
public record SandboxPace(Duration firstToken, Duration perToken, Duration slowFirstToken) {

    private static final Duration SLOW = Duration.ofSeconds(5);

    public SandboxPace {
        if (firstToken.isNegative() || perToken.isNegative() || slowFirstToken.isNegative()) {
            throw new IllegalArgumentException("the sandbox's pace must not be negative");
        }
    }

    public SandboxPace(Duration firstToken, Duration perToken) {
        this(firstToken, perToken, SLOW);
    }

    Duration untilFirst(SandboxModel model) {
        return model == SandboxModel.SLOW_FIRST_TOKEN ? slowFirstToken : firstToken;
    }

    /** When a whole answer of so many tokens is done. */
    Duration untilDone(SandboxModel model, long tokens) {
        return untilFirst(model).plus(perToken.multipliedBy(tokens));
    }

    /** How many of {@code tokens} exist after {@code elapsed}. */
    long producedAfter(Duration elapsed, SandboxModel model, long tokens) {
        Duration generating = elapsed.minus(untilFirst(model));
        if (generating.isNegative()) {
            return 0;
        }
        return perToken.isZero() ? tokens : Math.min(tokens, 1 + generating.dividedBy(perToken));
    }
}
