package io.signalbox.catalog;

import io.signalbox.credential.CredentialRef;
import io.signalbox.credential.Origin;
import io.signalbox.money.Rates;
import java.util.Optional;

/**
 * One model at one provider with one credential: what an attempt goes to. Without {@code rates} it is unpriced: its cost is null, never
 * zero. {@code upstreamModel} is the name the provider knows. A {@code trusted} origin is the operator's own; any other is checked with every
 * connection.
 */
public record Deployment(
        String id,
        Model model,
        Provider provider,
        String upstreamModel,
        Origin origin,
        boolean trusted,
        Optional<CredentialRef> credential,
        Optional<Rates> rates,
        String priceVersion) {}
