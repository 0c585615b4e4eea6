package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.journal.PayloadReader;
import io.signalbox.billing.journal.PayloadWriter;
import io.signalbox.billing.usage.Confidence;
import io.signalbox.billing.usage.Settlement;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An INTENT record's content: an attempt that may now be sent, and all that is needed to account for it should this node not live to see its end. An
 * unpriced attempt reserves nothing.
 */
public record Intent(
        String eventId,
        String requestId,
        int attempt,
        TenantId tenant,
        AppId app,
        KeyId key,
        KeyMode mode,
        String provider,
        boolean paidDirectly,
        String model,
        String requestedModel,
        Optional<String> task,
        String routeReason,
        boolean priced,
        Money reserved,
        String priceVersion,
        Instant at,
        List<String> tags,
        List<LeaseId> leases) {

    private static final int VERSION = 4;
    private static final int NAMES_LEASES_SINCE = 4;

    public Intent {
        tags = List.copyOf(tags);
        leases = List.copyOf(leases);
    }

    static Intent of(ReserveRequest request, Reservation reservation, Instant at) {
        return new Intent(
                request.eventId(),
                request.requestId(),
                request.attempt(),
                request.caller().tenant(),
                request.caller().app(),
                request.caller().key(),
                request.caller().mode(),
                request.deployment().provider().name(),
                request.deployment().isPaidDirectlyBy(request.caller().tenant()),
                request.deployment().model().name(),
                request.requestedModel(),
                request.task(),
                request.routeReason(),
                request.deployment().rates().isPresent(),
                reservation.amount(),
                request.deployment().priceVersion(),
                at,
                request.tags(),
                reservation.leases());
    }

    /** The attempt was sent, or may have been, and nobody knows what came of it: all of its reservation counts. */
    public Settlement unknown(Instant endedAt) {
        UsageEvent event = new UsageEvent(
                eventId,
                requestId,
                attempt,
                tenant,
                app,
                key,
                mode,
                provider,
                paidDirectly,
                model,
                requestedModel,
                task,
                routeReason,
                TokenUsage.NONE,
                priced ? Optional.of(reserved) : Optional.empty(),
                Optional.empty(),
                Confidence.UNKNOWN,
                priceVersion,
                at,
                endedAt,
                tags);
        return new Settlement(event, reserved, leases);
    }

    public byte[] write() {
        return new PayloadWriter(VERSION)
                .text(eventId)
                .text(requestId)
                .number(attempt)
                .text(tenant.value())
                .text(app.value())
                .text(key.value())
                .text(mode.name())
                .text(provider)
                .flag(paidDirectly)
                .text(model)
                .text(requestedModel)
                .optionalText(task)
                .text(routeReason)
                .flag(priced)
                .money(reserved)
                .text(priceVersion)
                .instant(at)
                .texts(tags)
                .texts(leases.stream().map(LeaseId::value).toList())
                .bytes();
    }

    public static Intent read(byte[] payload) {
        PayloadReader from = new PayloadReader(payload, VERSION);
        return new Intent(
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
                from.flag(),
                from.money(),
                from.text(),
                from.instant(),
                from.version() >= 2 ? from.texts() : List.of(),
                from.version() >= NAMES_LEASES_SINCE
                        ? from.texts().stream().map(LeaseId::new).toList()
                        : Settlement.UNNAMED);
    }
}
