package io.signalbox.catalog;

import io.signalbox.money.Rates;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What models cost at their providers for one tenant at one time: the book's prices, and the tenant's own over them, which hold for what it pays its providers
 * itself and for nothing that the platform pays. Immutable; a model that is not in it has no known price.
 */
public final class PriceList {

    private final String version;
    private final Map<Of, Priced> prices;
    private final Map<Of, Priced> own;

    /** A model, by its catalog name, at a provider. A model that only its provider knows goes by the provider's name for it. */
    public record Of(String provider, String model) {}

    /** {@code version} is what an event that is priced by {@code rates} remembers. */
    public record Priced(Rates rates, String version) {}

    private PriceList(String version, Map<Of, Priced> prices, Map<Of, Priced> own) {
        this.version = version;
        this.prices = prices;
        this.own = own;
    }

    public static PriceList of(String version, Map<Of, Rates> rates) {
        Map<Of, Priced> prices = new LinkedHashMap<>();
        rates.forEach((of, each) -> prices.put(of, new Priced(each, version)));
        return new PriceList(version, prices, Map.of());
    }

    /** The same with the tenant's own prices. */
    public PriceList withOwn(Map<Of, Priced> ownPrices) {
        return new PriceList(version, prices, Map.copyOf(ownPrices));
    }

    /** The book's version, which what has no price is stored with. */
    public String version() {
        return version;
    }

    /** What the tenant pays a provider itself: its own price, else the book's. */
    public Optional<Priced> findDirect(String provider, String model) {
        return Optional.ofNullable(own.get(new Of(provider, model))).or(() -> find(provider, model));
    }

    /** What the book says. */
    public Optional<Priced> find(String provider, String model) {
        return Optional.ofNullable(prices.get(new Of(provider, model)));
    }

    /** All of the book. */
    public Map<Of, Priced> all() {
        return java.util.Collections.unmodifiableMap(prices);
    }
}
