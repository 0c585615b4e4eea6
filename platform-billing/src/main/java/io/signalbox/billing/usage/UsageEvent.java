package io.signalbox.billing.usage;

import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.money.CostByClass;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An immutable fact: what one attempt used. {@code eventId} ({@code evt_…}) dedupes it everywhere. {@code cost} is what counts against budgets,
 * the ledger and every page: empty when the model is unpriced, the whole reservation when {@link Confidence#UNKNOWN}.
 * {@code paidDirectly}: sent with the tenant's own credential, so the provider bills the tenant.
 * {@code baseline} is the same usage at the tenant's primary model, for savings. {@code costs} are the parts of {@code cost} that belong to a token class,
 * at most all of it. {@code startedAt}, by which it is reported, is when the request arrived: all attempts of a request count in the same hour.
 */
public record UsageEvent(
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
        TokenUsage usage,
        Optional<Money> cost,
        Optional<Money> baseline,
        Confidence confidence,
        String priceVersion,
        Instant startedAt,
        Instant endedAt,
        List<String> tags,
        CostByClass costs,
        Discounts discounts,
        Way way) {

    public UsageEvent {
        tags = List.copyOf(tags);
    }

    /** Of a request without tags, of which no more is known. */
    public UsageEvent(
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
            TokenUsage usage,
            Optional<Money> cost,
            Optional<Money> baseline,
            Confidence confidence,
            String priceVersion,
            Instant startedAt,
            Instant endedAt) {
        this(
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
                usage,
                cost,
                baseline,
                confidence,
                priceVersion,
                startedAt,
                endedAt,
                List.of());
    }

    /** An event of which no more is known: none of its cost belongs to a class. */
    public UsageEvent(
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
            TokenUsage usage,
            Optional<Money> cost,
            Optional<Money> baseline,
            Confidence confidence,
            String priceVersion,
            Instant startedAt,
            Instant endedAt,
            List<String> tags) {
        this(
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
                usage,
                cost,
                baseline,
                confidence,
                priceVersion,
                startedAt,
                endedAt,
                tags,
                CostByClass.NONE,
                Discounts.NONE,
                Way.UNTOLD);
    }

    /** The same with what more is known. */
    public UsageEvent with(CostByClass split, Discounts given, Way gone) {
        return new UsageEvent(
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
                usage,
                cost,
                baseline,
                confidence,
                priceVersion,
                startedAt,
                endedAt,
                tags,
                split,
                given,
                gone);
    }
}
