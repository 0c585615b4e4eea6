package io.signalbox.billing.payment;

import io.signalbox.billing.charge.Charging;
import io.signalbox.billing.charge.Credit;
import io.signalbox.billing.invoice.Invoice;
import io.signalbox.billing.invoice.InvoiceStore;
import io.signalbox.billing.ledger.AccountCode;
import io.signalbox.billing.ledger.LedgerStore;
import io.signalbox.billing.ledger.Posting;
import io.signalbox.db.Database;
import io.signalbox.id.IdSource;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Orders payments and books what is paid, each order and each event of a gateway once. A notice counts only for an order of ours, at its gateway, in its
 * currency and to the last nano: anything else is refused and changes nothing.
 */
public final class Payments {

    private final Database database;
    private final Charging charging;
    private final IdSource ids;
    private final InstantSource clock;
    private final PaymentStore store = new PaymentStore();
    private final InvoiceStore invoices = new InvoiceStore();
    private final LedgerStore ledger = new LedgerStore();

    public Payments(Database database, Charging charging, IdSource ids, InstantSource clock) {
        this.database = database;
        this.charging = charging;
        this.ids = ids;
        this.clock = clock;
    }

    /** Asks {@code tenant} to buy credit. */
    public Future<PaymentOrder> orderCredit(TenantId tenant, String gateway, Money amount, String by) {
        return order(tenant, gateway, PaymentOrder.Purpose.CREDIT, "", amount, by);
    }

    /** Asks {@code tenant} to pay an invoice. */
    public Future<PaymentOrder> orderInvoice(TenantId tenant, String gateway, String invoice, Money amount, String by) {
        return order(tenant, gateway, PaymentOrder.Purpose.INVOICE, invoice, amount, by);
    }

    private Future<PaymentOrder> order(
            TenantId tenant, String gateway, PaymentOrder.Purpose purpose, String subject, Money amount, String by) {
        PaymentOrder order = new PaymentOrder(
                ids.next("pay"), tenant, gateway, purpose, subject, amount, PaymentOrder.USD, by, clock.instant());
        return database.inTransaction(tenant, tx -> store.order(tenant, tx, order))
                .map(order);
    }

    /** Books what a verified notice, or an operator's record, says was paid. */
    public Future<NoticeVerdict> book(PaymentNotice notice, String by) {
        return database.acrossTenants(tx -> store.find(tx, notice.orderId()))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(refused("no such order"))
                        : mismatch(found.get(), notice)
                                .map(why -> Future.succeededFuture(refused(why)))
                                .orElseGet(() -> book(found.get(), notice, by)));
    }

    private static Optional<String> mismatch(PaymentOrder order, PaymentNotice notice) {
        if (!order.gateway().equals(notice.gateway())) {
            return Optional.of("the order is at another gateway");
        }
        if (!order.currency().equals(notice.currency())) {
            return Optional.of("the order is in another currency");
        }
        return order.amount().equals(notice.amount()) ? Optional.empty() : Optional.of("the order has another amount");
    }

    private Future<NoticeVerdict> book(PaymentOrder order, PaymentNotice notice, String by) {
        TenantId tenant = order.tenant();
        return database.inTransaction(
                tenant,
                tx -> store.insert(tenant, tx, notice, by, clock.instant())
                        .compose(isNew -> isNew
                                ? receive(tx, order).map(booked(order))
                                : store.isBooked(tenant, tx, notice)
                                        .map(same -> same
                                                ? booked(order)
                                                : refused("the order or the event was booked before"))));
    }

    private Future<Void> receive(SqlClient tx, PaymentOrder order) {
        TenantId tenant = order.tenant();
        if (order.purpose() == PaymentOrder.Purpose.CREDIT) {
            Credit credit = Credit.whole(
                    ids.next("crd"),
                    Credit.Kind.PREPAID,
                    order.amount(),
                    Optional.empty(),
                    "payment " + order.id(),
                    order.createdBy(),
                    clock.instant());
            return charging.credit(tenant, tx, credit)
                    .compose(done -> charging.follow(tenant, tx))
                    .mapEmpty();
        }
        return ledger.insert(
                        tenant,
                        tx,
                        new Posting(
                                ids.next("ltx"),
                                tenant,
                                "payment",
                                clock.instant(),
                                List.of(
                                        new Posting.Line(AccountCode.CLEARING_PAYMENT.code(), order.amount()),
                                        new Posting.Line(
                                                AccountCode.RECEIVABLE.code(),
                                                order.amount().negated()))))
                .compose(done -> invoices.find(tenant, tx, order.subject()))
                .compose(found -> found.isPresent() && found.get().due().compareTo(order.amount()) <= 0
                        ? invoices.settle(tenant, tx, order.subject(), Invoice.State.PAID, clock.instant())
                                .mapEmpty()
                        : Future.succeededFuture());
    }

    private static NoticeVerdict booked(PaymentOrder order) {
        return new NoticeVerdict.Booked(order.id());
    }

    private static NoticeVerdict refused(String why) {
        return new NoticeVerdict.Refused(why);
    }
}
