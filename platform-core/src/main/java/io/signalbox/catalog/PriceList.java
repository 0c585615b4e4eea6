package io.signalbox.catalog;

import io.signalbox.money.Rates;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What models cost at their providers for one tenant at one time. Immutable; a model that is not in it has no known price. */
public final class PriceList {

    private final String version;
    private final Map<Of, Priced> prices;

    /** A model, by its catalog name, at a provider. A model that only its provider knows goes by the provider's name for it. */
    public record Of(String provider, String model) {}

    /** {@code version} is what an event that is priced by {@code rates} remembers. */
    public record Priced(Rates rates, String version) {}

    private PriceList(String version, Map<Of, Priced> prices) {
        this.version = version;
        this.prices = prices;
    }

    public static PriceList of(String version, Map<Of, Rates> rates) {
        Map<Of, Priced> prices = new LinkedHashMap<>();
        rates.forEach((of, each) -> prices.put(of, new Priced(each, version)));
        return new PriceList(version, prices);
    }

    /** The same with {@code rates} of their own {@code version} for one model. */
    public PriceList with(Of of, Rates rates, String ownVersion) {
        Map<Of, Priced> more = new LinkedHashMap<>(prices);
        more.put(of, new Priced(rates, ownVersion));
        return new PriceList(version, more);
    }

    /** The book's version, which what has no price is stored with. */
    public String version() {
        return version;
    }

    public Optional<Priced> find(String provider, String model) {
        return Optional.ofNullable(prices.get(new Of(provider, model)));
    }

    public Map<Of, Priced> all() {
        return java.util.Collections.unmodifiableMap(prices);
    }
}
