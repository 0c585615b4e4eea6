package io.signalbox.billing.price;

import io.signalbox.billing.usage.Confidence;
import io.signalbox.money.Rates;
import io.signalbox.money.ServiceTier;
import java.util.Optional;

/**
 * The rates that an answered attempt is settled by, once its provider said how it served it. Pure.
 *
 * @param rates empty when the attempt is unpriced
 * @param version the price book's version, with {@code /flex} behind it where the rates are those of that service tier, and {@code /flex?} where it was asked
 *     for and the provider did not say
 * @param certain whether these are the provider's, and not the dearest of those that may be
 */
public record SettledRates(Optional<Rates> rates, String version, boolean certain) {

    /** {@code rates} are those that the attempt was reserved by. */
    public static SettledRates of(
            Optional<Rates> rates, String version, Optional<ServiceTier> asked, Optional<ServiceTier> stated) {
        if (rates.isEmpty() || asked.isEmpty() && stated.isEmpty()) {
            return new SettledRates(rates, version, true);
        }
        if (stated.isEmpty()) {
            return new SettledRates(rates, version + "/" + asked.get().wireName() + "?", false);
        }
        ServiceTier tier = stated.get();
        Rates settled = rates.get().stated(tier);
        if (tier == ServiceTier.STANDARD) {
            return new SettledRates(Optional.of(settled), version, true);
        }
        boolean priced = rates.get().tiers().containsKey(tier);
        return new SettledRates(Optional.of(settled), priced ? version + "/" + tier.wireName() : version, priced);
    }

    /** How well a cost by these rates is known, of a usage that is known as {@code usage}. */
    public Confidence confidence(Confidence usage) {
        return usage == Confidence.EXACT && !certain ? Confidence.ESTIMATED : usage;
    }
}
