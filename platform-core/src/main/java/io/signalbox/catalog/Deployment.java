package io.signalbox.catalog;

import io.signalbox.credential.CredentialRef;
import io.signalbox.credential.Origin;
import io.signalbox.money.Rates;
import io.signalbox.tenant.TenantId;
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
        String priceVersion) {

    /** The same for a request that the listed rates do not hold for. */
    public Deployment withoutRates() {
        return with(Optional.empty());
    }

    /** The same at other rates of the same version. */
    public Deployment withRates(Rates other) {
        return with(Optional.of(other));
    }

    private Deployment with(Optional<Rates> other) {
        return new Deployment(id, model, provider, upstreamModel, origin, trusted, credential, other, priceVersion);
    }

    /** Whether it is reached with a credential of {@code tenant} itself, so that the provider bills the tenant and not the platform. */
    public boolean isPaidDirectlyBy(TenantId tenant) {
        return credential.isPresent() && credential.get().owner().equals(tenant);
    }

    /** Whether bodies of {@code wire} go to this model as they are. */
    public boolean isNative(Wire wire) {
        return provider.isNative(wire) && (wire == Wire.RESPONSES || !isResponsesOnly());
    }

    /** Whether the model is reached through OpenAI's Responses API alone, whatever the caller's wire. */
    public boolean isResponsesOnly() {
        return provider.isNative(Wire.RESPONSES) && provider.isResponsesOnly(upstreamModel);
    }
}
