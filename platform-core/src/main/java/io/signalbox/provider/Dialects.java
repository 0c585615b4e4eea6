package io.signalbox.provider;

import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Operation;
import io.signalbox.catalog.Protocol;
import io.signalbox.catalog.Wire;
import java.util.Map;

/** Which dialect an attempt is made in: by the provider's protocol and what is asked of it. Immutable. */
public final class Dialects {

    private final Map<Protocol, Dialect> chats;
    private final Dialect responses;
    private final Map<Protocol, Dialect> embeddings;
    private final Map<Protocol, Dialect> moderations;

    /** {@code responses} is OpenAI's newer chat protocol, for the providers that take it as it is and for the models that know no other. */
    public Dialects(
            Map<Protocol, Dialect> chats,
            Dialect responses,
            Map<Protocol, Dialect> embeddings,
            Map<Protocol, Dialect> moderations) {
        this.chats = Map.copyOf(chats);
        this.responses = responses;
        this.embeddings = Map.copyOf(embeddings);
        this.moderations = Map.copyOf(moderations);
    }

    /** Fails with an {@link IllegalStateException} when nobody speaks it: the planner has to see to that. */
    public Dialect of(Deployment deployment, Wire wire) {
        if (deployment.isResponsesOnly() || wire == Wire.RESPONSES && deployment.isNative(wire)) {
            return responses;
        }
        Dialect dialect = of(wire.operation()).get(deployment.provider().protocol());
        if (dialect == null) {
            throw new IllegalStateException(
                    "no dialect of " + deployment.provider().protocol() + " for " + wire.operation());
        }
        return dialect;
    }

    private Map<Protocol, Dialect> of(Operation operation) {
        return switch (operation) {
            case CHAT -> chats;
            case EMBEDDING -> embeddings;
            case MODERATION -> moderations;
        };
    }
}
