package io.signalbox.catalog;

import io.signalbox.credential.CredentialRef;
import io.signalbox.credential.Origin;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Lays what a tenant can reach over the model book. Pure: the same arguments give the same catalog. */
public final class CatalogAssembly {

    /** The provider name of what is not real. */
    public static final String SANDBOX = "sandbox";

    /** Below this input price (nano-USD per million) the small sandbox model stands in, above it the large one: $0.50. */
    private static final long STAND_IN_BORDER_NANOS = 500_000_000;

    private final ModelBook book;
    private final ProviderBook providers;
    private final Origin sandbox;

    public CatalogAssembly(ModelBook book, ProviderBook providers, Origin sandbox) {
        this.book = book;
        this.providers = providers;
        this.sandbox = sandbox;
    }

    /** The provider whose credentials are told apart by their own names: {@code lab/model} is a model of the one called lab. */
    private static final String CUSTOM = "custom";

    /**
     * A provider that can be reached: with which credential, what that is called, where, and whether the operator vouches for the place; {@code direct} where the
     * tenant pays it itself.
     */
    public record Reach(
            String provider, String name, Origin origin, boolean trusted, CredentialRef credential, boolean direct) {

        /** One that the platform pays for. */
        public Reach(String provider, String name, Origin origin, boolean trusted, CredentialRef credential) {
            this(provider, name, origin, trusted, credential, false);
        }
    }

    /** The catalog over {@code reaches}, preferred first; providers the book does not know are passed over. */
    public Catalog assemble(List<Reach> reaches, Map<String, String> aliases) {
        return assemble(reaches, aliases, book.prices());
    }

    /** As {@link #assemble(List, Map)}, at these prices. */
    public Catalog assemble(List<Reach> reaches, Map<String, String> aliases, PriceList prices) {
        List<Deployment> deployments = new ArrayList<>();
        Map<String, List<Opening>> openings = new HashMap<>();
        for (Reach reach : reaches) {
            Optional<Provider> provider = providers.find(reach.provider());
            if (provider.isEmpty()) {
                continue;
            }
            for (ModelBook.Entry entry : book.ofProvider(reach.provider())) {
                ModelBook.Offer offer = entry.offerOf(reach.provider()).orElseThrow();
                deployments.add(deployment(
                        entry.model(), offer.upstreamModel(), reach, provider.get(), priced(prices, reach, entry)));
            }
            if (provider.get().open()) {
                prefixes(reach)
                        .forEach(prefix -> openings.computeIfAbsent(prefix, unseen -> new ArrayList<>())
                                .add(opening(prefix, reach, provider.get(), prices)));
            }
        }
        return Catalog.of(deployments, openings, aliases);
    }

    private List<String> prefixes(Reach reach) {
        boolean named = reach.provider().equals(CUSTOM)
                && reach.name().matches("[A-Za-z0-9._-]+")
                && providers.find(reach.name()).isEmpty();
        return named ? List.of(reach.provider(), reach.name()) : List.of(reach.provider());
    }

    private static Terms priced(PriceList prices, Reach reach, ModelBook.Entry entry) {
        return Terms.of(prices, reach, entry.model().name());
    }

    /** What a deployment costs, and by which version. */
    private record Terms(Optional<Rates> rates, String version) {

        static Terms of(PriceList prices, Reach reach, String model) {
            String provider = reach.provider();
            boolean paidDirectly = reach.direct();
            return (paidDirectly ? prices.findDirect(provider, model) : prices.find(provider, model))
                    .map(found -> new Terms(Optional.of(found.rates()), found.version()))
                    .orElseGet(() -> new Terms(Optional.empty(), prices.version()));
        }
    }

    private Opening opening(String prefix, Reach reach, Provider provider, PriceList prices) {
        return (upstreamModel, operation) -> deployment(
                Model.unknown(prefix + "/" + upstreamModel, provider.name(), operation),
                upstreamModel,
                reach,
                provider,
                Terms.of(prices, reach, upstreamModel));
    }

    /** The catalog that reaches nothing real. */
    public Catalog sandboxed(Map<String, String> aliases) {
        List<Deployment> own =
                book.ofProvider(SANDBOX).stream().map(this::sandboxDeployment).toList();
        Map<String, Deployment> standIns = new HashMap<>();
        Deployment small = byName(own, "sandbox/small");
        Deployment large = byName(own, "sandbox/large");
        Map<Operation, Deployment> byOperation = Map.of(
                Operation.CHAT, small,
                Operation.EMBEDDING, byName(own, "sandbox/embed"),
                Operation.MODERATION, byName(own, "sandbox/moderation"));
        for (ModelBook.Entry entry : book.real()) {
            boolean cheap = entry.rates().nanosPerMillion(TokenClass.INPUT) < STAND_IN_BORDER_NANOS;
            boolean dear = entry.model().operation() == Operation.CHAT && !cheap;
            standIns.put(
                    entry.model().name(),
                    dear
                            ? large
                            : Objects.requireNonNull(
                                    byOperation.get(entry.model().operation())));
        }
        Map<String, List<Opening>> openings = new HashMap<>();
        providers.all().stream()
                .filter(Provider::open)
                .forEach(each -> openings.put(
                        each.name(), List.of((name, operation) -> Objects.requireNonNull(byOperation.get(operation)))));
        return Catalog.sandboxed(own, openings, aliases, standIns);
    }

    private static Deployment byName(List<Deployment> deployments, String name) {
        return deployments.stream()
                .filter(each -> each.model().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the model book lacks " + name));
    }

    private Deployment sandboxDeployment(ModelBook.Entry entry) {
        return new Deployment(
                SANDBOX + ":" + entry.model().name(),
                entry.model(),
                providers.find(SANDBOX).orElseThrow(),
                entry.upstreamModel(),
                sandbox,
                true,
                Optional.empty(),
                Optional.of(entry.rates()),
                book.prices().version());
    }

    private Deployment deployment(Model model, String upstreamModel, Reach reach, Provider provider, Terms terms) {
        return new Deployment(
                reach.credential().id() + ":" + model.name(),
                model,
                provider,
                upstreamModel,
                reach.origin(),
                reach.trusted(),
                Optional.of(reach.credential()),
                terms.rates(),
                terms.version());
    }
}
