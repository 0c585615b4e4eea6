package io.signalbox.billing.charge;

import io.signalbox.billing.job.Job;
import io.signalbox.billing.ledger.AccountCode;
import io.signalbox.billing.ledger.LedgerStore;
import io.signalbox.billing.ledger.Posting;
import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.id.IdSource;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Charges tenants for their usage events, each once, some seconds after the drain; takes and gives credit; lets it expire. Whatever moves a prepaid tenant's
 * balance moves the limit of its credit budget in the same transaction: what may still be spent is what the balance still pays for, once the events that wait
 * to be charged are taken off. So the escrow's own rules bound such a tenant by its balance.
 */
public final class Charging {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Database database;
    private final ChangeFeed changes;
    private final IdSource ids;
    private final InstantSource clock;
    private final LedgerStore ledger = new LedgerStore();
    private final PlanStore plans = new PlanStore();
    private final CreditStore credits = new CreditStore();
    private final ChargeStore charges = new ChargeStore();
    private final CreditBudgetStore budgets = new CreditBudgetStore();

    public Charging(Database database, ChangeFeed changes, IdSource ids, InstantSource clock) {
        this.database = database;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    public Job job() {
        return Job.onOneNode("charge-usage", EVERY, this::run);
    }

    /** Charges what waits, then lets credits expire: what was used in time is paid from them first. */
    public Future<Void> run() {
        return database.acrossTenants(charges::tenants)
                .compose(tenants -> each(tenants, this::charge))
                .compose(done -> database.acrossTenants(tx -> credits.expiring(tx, clock.instant())))
                .compose(tenants -> each(tenants, this::expire));
    }

    /** Gives {@code tenant} new terms from {@code plan.effectiveAt()} on; only its credit budget follows at once. */
    public Future<Void> agree(TenantId tenant, Plan plan) {
        Instant now = clock.instant();
        return moving(tenant, tx -> plans.insert(tenant, tx, plan, now));
    }

    /** Books credit and makes it available. */
    public Future<Void> credit(TenantId tenant, Credit credit) {
        return moving(tenant, tx -> credit(tenant, tx, credit));
    }

    /** The same within a payment's transaction; {@link #follow} must come after it. */
    public Future<Void> credit(TenantId tenant, SqlClient tx, Credit credit) {
        boolean granted = credit.kind() == Credit.Kind.GRANT;
        AccountCode from = granted ? AccountCode.CREDITS_GRANTED : AccountCode.CLEARING_PAYMENT;
        AccountCode to = granted ? AccountCode.CREDITS_GRANT : AccountCode.CREDITS_PREPAID;
        return credits.insert(tenant, tx, credit)
                .compose(done -> ledger.insert(
                        tenant,
                        tx,
                        new Posting(
                                ids.next("ltx"),
                                tenant,
                                granted ? "grant" : "payment",
                                credit.createdAt(),
                                List.of(
                                        new Posting.Line(from.code(), credit.amount()),
                                        new Posting.Line(
                                                to.code(), credit.amount().negated())))));
    }

    /** Charges a fixed fee now, from credit as far as that goes, and answers what of it is owed. A part of an invoice's transaction. */
    public Future<Money> monthlyFee(TenantId tenant, SqlClient tx, Money fee) {
        if (fee.equals(Money.ZERO)) {
            return Future.succeededFuture(Money.ZERO);
        }
        Instant now = clock.instant();
        return credits.lockLeft(tenant, tx).compose(left -> {
            CreditPurse purse = new CreditPurse(left);
            CreditPurse.Draw paid = purse.draw(fee, now);
            List<Posting.Line> lines = new ArrayList<>();
            debit(lines, AccountCode.CREDITS_GRANT, paid.grant());
            debit(lines, AccountCode.CREDITS_PREPAID, paid.prepaid());
            debit(lines, AccountCode.RECEIVABLE, paid.owed());
            debit(lines, AccountCode.REVENUE_PLATFORM_FEE, fee.negated());
            return credits.leave(tenant, tx, purse.left())
                    .compose(done ->
                            ledger.insert(tenant, tx, new Posting(ids.next("ltx"), tenant, "monthly_fee", now, lines)))
                    .compose(done -> follow(tenant, tx))
                    .map(paid.owed());
        });
    }

    private Future<Void> charge(TenantId tenant) {
        return moving(
                        tenant,
                        tx -> plans.history(tenant, tx)
                                .compose(history -> charges.due(tenant, tx)
                                        .compose(due -> due.isEmpty()
                                                ? Future.succeededFuture(0)
                                                : credits.lockLeft(tenant, tx).compose(left -> {
                                                    CreditPurse purse = new CreditPurse(left);
                                                    List<Charge> made = due.stream()
                                                            .map(event ->
                                                                    Charge.of(event, history.at(event.usedAt()), purse))
                                                            .toList();
                                                    return book(tenant, tx, made, purse)
                                                            .map(due.size());
                                                }))))
                .compose(count -> count == ChargeStore.BATCH_MAX ? charge(tenant) : Future.succeededFuture());
    }

    private Future<Void> book(TenantId tenant, SqlClient tx, List<Charge> made, CreditPurse purse) {
        Instant now = clock.instant();
        List<Posting.Line> lines = lines(made);
        if (lines.isEmpty()) {
            return charges.insert(tenant, tx, made, null, now);
        }
        String id = ids.next("ltx");
        return credits.leave(tenant, tx, purse.left())
                .compose(done -> ledger.insert(tenant, tx, new Posting(id, tenant, "charge", now, lines)))
                .compose(done -> charges.insert(tenant, tx, made, id, now));
    }

    private static List<Posting.Line> lines(List<Charge> made) {
        List<Posting.Line> lines = new ArrayList<>();
        debit(lines, AccountCode.CREDITS_GRANT, sum(made, each -> each.paid().grant()));
        debit(lines, AccountCode.CREDITS_PREPAID, sum(made, each -> each.paid().prepaid()));
        debit(lines, AccountCode.RECEIVABLE, sum(made, each -> each.paid().owed()));
        Money passedOn = sum(made, Charge::passedOn);
        debit(lines, AccountCode.REVENUE_USAGE, passedOn.negated());
        debit(lines, AccountCode.REVENUE_MARKUP, passedOn.minus(sum(made, Charge::price)));
        debit(lines, AccountCode.REVENUE_PLATFORM_FEE, sum(made, Charge::fee).negated());
        return lines;
    }

    private static void debit(List<Posting.Line> lines, AccountCode account, Money amount) {
        if (!amount.equals(Money.ZERO)) {
            lines.add(new Posting.Line(account.code(), amount));
        }
    }

    private static Money sum(List<Charge> made, Function<Charge, Money> part) {
        return made.stream().map(part).reduce(Money.ZERO, Money::plus);
    }

    private Future<Void> expire(TenantId tenant) {
        Instant now = clock.instant();
        return moving(
                tenant,
                tx -> credits.lockLeft(tenant, tx)
                        .compose(left -> each(
                                left.stream().filter(each -> !each.holdsAt(now)).toList(),
                                each -> expire(tenant, tx, each, now))));
    }

    private Future<Void> expire(TenantId tenant, SqlClient tx, Credit credit, Instant now) {
        AccountCode from = credit.kind() == Credit.Kind.GRANT ? AccountCode.CREDITS_GRANT : AccountCode.CREDITS_PREPAID;
        return credits.expire(tenant, tx, credit.id())
                .compose(done -> ledger.insert(
                        tenant,
                        tx,
                        new Posting(
                                ids.next("ltx"),
                                tenant,
                                "expiry",
                                now,
                                List.of(
                                        new Posting.Line(from.code(), credit.remaining()),
                                        new Posting.Line(
                                                AccountCode.CREDITS_EXPIRED.code(),
                                                credit.remaining().negated())))));
    }

    /** Does what moves the balance, moves the budget with it, and tells the nodes if that changed what they may spend. */
    private <T> Future<T> moving(TenantId tenant, Function<SqlClient, Future<T>> work) {
        return database.inTransaction(
                        tenant,
                        tx -> work.apply(tx)
                                .compose(result -> follow(tenant, tx).map(moved -> new Moved<>(result, moved))))
                .map(moved -> {
                    moved.budget().ifPresent(id -> changes.announce(new Change(Topic.BUDGETS, tenant, id)));
                    return moved.result();
                });
    }

    private record Moved<T>(T result, Optional<String> budget) {}

    /** Moves the credit budget to where the balance is; the last step of a transaction, for it locks what reservations wait for. Answers its id if it moved. */
    public Future<Optional<String>> follow(TenantId tenant, SqlClient tx) {
        Instant now = clock.instant();
        return plans.history(tenant, tx).map(history -> history.at(now).terms()).compose(terms -> {
            if (terms.kind() == PlanTerms.Kind.POSTPAID) {
                return budgets.end(tenant, tx, now).map(Optional.empty());
            }
            return budgets.make(tenant, tx, now)
                    .compose(made -> credits.lockLeft(tenant, tx))
                    .compose(left -> budgets.lockSpent(tenant, tx)
                            .compose(spent -> charges.waiting(tenant, tx)
                                    .map(waiting -> spent.plus(terms.affordable(new CreditPurse(left)
                                            .balance(now)
                                            .minus(terms.upperBound(waiting.cost(), waiting.events())))))))
                    .compose(limit -> budgets.limit(tenant, tx, limit, now))
                    .compose(moved -> moved.isEmpty()
                            ? Future.succeededFuture(moved)
                            : changes.publish(tx, new Change(Topic.BUDGETS, tenant, moved.get()))
                                    .map(moved));
        });
    }

    private static <T> Future<Void> each(List<T> all, Function<T, Future<Void>> work) {
        Future<Void> chain = Future.succeededFuture();
        for (T one : all) {
            chain = chain.compose(done -> work.apply(one));
        }
        return chain;
    }
}
