package io.signalbox.billing.usage;

import io.signalbox.billing.journal.PayloadReader;
import io.signalbox.billing.journal.PayloadWriter;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.money.Money;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.TenantId;
import java.util.List;

/** How a reservation ended: the event, and what had been reserved for it. A SETTLE record's content. */
public record Settlement(UsageEvent event, Money reserved) {

    private static final int VERSION = 3;

    public byte[] write() {
        return new PayloadWriter(VERSION)
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
                .money(reserved)
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
        return new Settlement(event, from.money());
    }
}
