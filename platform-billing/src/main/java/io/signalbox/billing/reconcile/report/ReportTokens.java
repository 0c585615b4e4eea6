package io.signalbox.billing.reconcile.report;

/** Text tokens as both sides count them: {@code input} includes what was read from and written to caches, {@code output} includes reasoning. */
public record ReportTokens(long input, long cachedInput, long output) {

    /** Fails with an {@link ArithmeticException} when a sum is out of range. */
    ReportTokens plus(ReportTokens other) {
        return new ReportTokens(
                Math.addExact(input, other.input),
                Math.addExact(cachedInput, other.cachedInput),
                Math.addExact(output, other.output));
    }
}
