package io.signalbox.billing.reconcile.report;

import io.signalbox.money.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * What a provider reports: by UTC day and model, the empty one where it does not say. {@code cutOff}: the last page says that there are more.
 * {@code sha256} is of the files it was read from, one after the other.
 */
public record ProviderReport(
        Set<ReportDay> covered, List<CostLine> costs, List<UsageLine> usages, boolean cutOff, String sha256) {

    public ProviderReport {
        covered = Set.copyOf(covered);
        costs = List.copyOf(costs);
        usages = List.copyOf(usages);
    }

    /** What a model cost on a day; negative when credits outweigh it. */
    public record CostLine(LocalDate day, String model, Money cost) {}

    /** What a model counted on a day. */
    public record UsageLine(LocalDate day, String model, ReportTokens tokens) {}
}
