package io.signalbox.billing.price;

import io.signalbox.catalog.PriceList;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A usage event as re-rating sees it. {@code cost} is what it is booked with by now, earlier adjustments included; {@code paidDirectly} says that the tenant
 * pays the provider itself.
 */
public record RatedEvent(
        String id,
        TenantId tenant,
        PriceList.Of of,
        TokenUsage usage,
        Optional<Money> cost,
        String priceVersion,
        boolean paidDirectly,
        Instant startedAt) {

    /** What it costs by {@code prices}, at the service tier it was priced at; empty where they have no price, or where a tenant's own price held. */
    public Optional<Money> costBy(PriceList prices) {
        if (priceVersion.startsWith("own-")) {
            return Optional.empty();
        }
        return prices.find(of.provider(), of.model())
                .map(priced -> ofTier(priced.rates()).cost(usage));
    }

    private Rates ofTier(Rates rates) {
        int slash = priceVersion.indexOf('/');
        if (slash < 0) {
            return rates;
        }
        String name = priceVersion.substring(slash + 1);
        boolean told = !name.endsWith("?");
        return ServiceTier.ofWireName(told ? name : name.substring(0, name.length() - 1))
                .map(tier -> told ? rates.stated(tier) : rates.asking(tier).orElse(rates))
                .orElse(rates);
    }
}
