package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.db.Database;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One transaction that decides many reservations: the budgets' periods are locked, {@link Escrow} decides, what was granted is written. When it fails after
 * {@link #granted} was filled, PostgreSQL may or may not have it: those leases are in doubt.
 */
final class HoldBatch {

    private final List<HoldRequest> requests;
    private final NodeEpoch node;
    private final LeaseStore leases;
    private final NodeStore nodes;
    private List<Grant> granted = List.of();
    private Map<String, List<Grant>> grantedById = Map.of();
    private boolean givenUp;

    HoldBatch(List<HoldRequest> requests, NodeEpoch node, LeaseStore leases, NodeStore nodes) {
        this.requests = List.copyOf(requests);
        this.node = node;
        this.leases = leases;
        this.nodes = nodes;
    }

    /** The verdicts, in the order of the requests, once they are committed. */
    Future<List<EscrowVerdict>> run(Database database, Duration limit) {
        return database.acrossTenants(this::decide)
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failed -> givenUp = true);
    }

    List<HoldRequest> requests() {
        return requests;
    }

    /** Every lease that was, or may have been, written. */
    List<Grant> granted() {
        return granted;
    }

    List<Grant> grantedTo(HoldRequest request) {
        return grantedById.getOrDefault(request.request().eventId(), List.of());
    }

    private Future<List<EscrowVerdict>> decide(SqlClient tx) {
        TreeSet<BudgetId> budgets = new TreeSet<>();
        requests.forEach(request -> budgets.addAll(request.budgets()));
        // One connection answers in order, so none of them waits for the one before.
        Future<Void> expected = leases.expectKeys(tx);
        Future<Boolean> current = nodes.isCurrent(tx, node);
        Future<Map<BudgetId, PeriodBalance>> balances = leases.lock(tx, budgets);
        return Future.all(expected, current, balances)
                .compose(ready -> current.result() ? hold(tx, balances.result()) : Future.failedFuture(superseded()));
    }

    private Future<List<EscrowVerdict>> hold(SqlClient tx, Map<BudgetId, PeriodBalance> balances) {
        List<EscrowVerdict> verdicts =
                Escrow.decide(balances, requests.stream().map(HoldRequest::ask).toList());
        List<Grant> grants = new ArrayList<>();
        for (int i = 0; i < verdicts.size(); i++) {
            if (verdicts.get(i) instanceof EscrowVerdict.Granted it) {
                addGrants(grants, requests.get(i), it, balances);
            }
        }
        if (grants.isEmpty()) {
            return Future.succeededFuture(verdicts);
        }
        if (givenUp) {
            return Future.failedFuture(Fault.of(FaultCode.UNAVAILABLE, "the database took too long"));
        }
        granted = grants;
        grantedById = grants.stream().collect(Collectors.groupingBy(Grant::leaseId));
        return leases.hold(tx, node, grants).map(verdicts);
    }

    private static void addGrants(
            List<Grant> to, HoldRequest request, EscrowVerdict.Granted granted, Map<BudgetId, PeriodBalance> balances) {
        for (BudgetId each : request.budgets()) {
            PeriodBalance balance = balances.get(each);
            if (balance != null) {
                to.add(new Grant(
                        request.request().eventId(), request.tenant(), each, balance.period(), granted.amount()));
            }
        }
    }

    private Fault superseded() {
        return Fault.with(FaultCode.UNAVAILABLE, "The gateway is stopping; try again shortly.")
                .detail("node " + node.node() + " has a newer life than epoch " + node.epoch()
                        + ": another process runs with a copy of its data")
                .build();
    }
}
