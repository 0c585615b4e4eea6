package io.signalbox.billing.bench;

import io.signalbox.billing.escrow.Hold;
import io.signalbox.money.Money;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the gate does in memory for an attempt whose purses have money; all threads spend from the same purses. An attempt costs one nano, so that funds
 * outlast every run. The gate's look-up of budgets needs PostgreSQL and is not in it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GateBenchmark {

    private static final Money UPPER_BOUND = new Money(10_000_000);
    private static final Money COST = new Money(1);

    @Param({"1", "3"})
    public int budgets;

    private FundedNode node = FundedNode.of(1);

    @Setup
    public void fund() {
        node = FundedNode.of(budgets);
    }

    @Benchmark
    public Hold reserveAndSettle() {
        Hold hold = reserve();
        hold.settle(COST);
        return hold;
    }

    /** As {@link #reserveAndSettle}, and the bytes of both records, as the gate hands them to the journal. */
    @Benchmark
    public int reserveAndSettleWithRecords() {
        Hold hold = reserve();
        byte[] intent = Records.intent(hold.leases());
        hold.settle(COST);
        return intent.length + Records.settle(hold.leases()).length;
    }

    private Hold reserve() {
        return node.escrow().reserve(node.budgets(), UPPER_BOUND).orElseThrow();
    }
}
