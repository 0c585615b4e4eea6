package io.signalbox.billing.usage;

import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.journal.PayloadReader;
import io.signalbox.billing.journal.PayloadWriter;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.money.CostByClass;
import io.signalbox.money.Money;
import io.signalbox.money.TokenClass;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.TenantId;
import java.util.List;

/**
 * How a reservation ended: the event, what had been reserved for it, and the leases it is paid from, one of each budget. A SETTLE record's content.
 */
public record Settlement(UsageEvent event, Money reserved, List<LeaseId> leases) {

    /** Stands for leases that a record does not name, since it is from the time when an attempt had leases of its own. */
    public static final List<LeaseId> UNNAMED = List.of(new LeaseId("lea_unnamed"));

    private static final int VERSION = 5;
    private static final int NAMES_LEASES_SINCE = 5;

    public Settlement {
        leases = List.copyOf(leases);
    }

    /** Of an attempt that no budget applied to. */
    public Settlement(UsageEvent event, Money reserved) {
        this(event, reserved, List.of());
    }

    public boolean namesLeases() {
        return !leases.equals(UNNAMED);
    }

    public Settlement naming(List<LeaseId> found) {
        return new Settlement(event, reserved, found);
    }

    public byte[] write() {
        PayloadWriter to = new PayloadWriter(VERSION)
                .text(event.eventId())
                .text(event.requestId())
                .number(event.attempt())
                .text(event.tenant().value())
                .text(event.app().value())
                .text(event.key().value())
                .text(event.mode().name())
                .text(event.provider())
                .flag(event.paidDirectly())
                .text(event.model())
                .text(event.requestedModel())
                .optionalText(event.task())
                .text(event.routeReason())
                .usage(event.usage())
                .optionalMoney(event.cost())
                .optionalMoney(event.baseline())
                .text(event.confidence().name())
                .text(event.priceVersion())
                .instant(event.startedAt())
                .instant(event.endedAt())
                .texts(event.tags())
                .money(reserved);
        for (TokenClass each : TokenClass.values()) {
            to.money(event.costs().of(each));
        }
        return to.money(event.discounts().promptCache())
                .money(event.discounts().responseCache())
                .money(event.discounts().batch())
                .optionalText(event.way().surface())
                .flag(event.way().translated())
                .texts(leases.stream().map(LeaseId::value).toList())
                .bytes();
    }

    public static Settlement read(byte[] payload) {
        PayloadReader from = new PayloadReader(payload, VERSION);
        UsageEvent event = new UsageEvent(
                from.text(),
                from.text(),
                (int) from.number(),
                new TenantId(from.text()),
                new AppId(from.text()),
                new KeyId(from.text()),
                KeyMode.valueOf(from.text()),
                from.text(),
                from.version() >= 3 && from.flag(),
                from.text(),
                from.text(),
                from.optionalText(),
                from.text(),
                from.usage(),
                from.optionalMoney(),
                from.optionalMoney(),
                Confidence.valueOf(from.text()),
                from.text(),
                from.instant(),
                from.instant(),
                from.version() >= 2 ? from.texts() : List.of());
        Money reserved = from.money();
        UsageEvent whole = from.version() >= 4 ? readMore(event, from) : event;
        return new Settlement(
                whole,
                reserved,
                from.version() >= NAMES_LEASES_SINCE
                        ? from.texts().stream().map(LeaseId::new).toList()
                        : UNNAMED);
    }

    private static UsageEvent readMore(UsageEvent event, PayloadReader from) {
        long[] costs = new long[TokenClass.values().length];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = from.number();
        }
        return event.with(
                CostByClass.of(costs),
                new Discounts(from.money(), from.money(), from.money()),
                new Way(from.optionalText(), from.flag()));
    }
}
