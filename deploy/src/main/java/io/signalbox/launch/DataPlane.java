package io.signalbox.launch;

import io.signalbox.api.ApiRoutes;
import io.signalbox.api.SurfaceRoute;
import io.signalbox.api.chat.ChatHandler;
import io.signalbox.api.chat.ChatPipeline;
import io.signalbox.api.chat.CountHandler;
import io.signalbox.api.chat.Memory;
import io.signalbox.api.http.BodyReader;
import io.signalbox.api.http.FaultHandler;
import io.signalbox.api.http.KeyAuthHandler;
import io.signalbox.api.http.RequestIdHandler;
import io.signalbox.api.models.ModelsHandler;
import io.signalbox.api.requests.KeyHandler;
import io.signalbox.api.requests.RequestsHandler;
import io.signalbox.api.responses.ConversationMemory;
import io.signalbox.api.responses.StoredResponsesHandler;
import io.signalbox.billing.BillingNode;
import io.signalbox.billing.budget.BudgetStore;
import io.signalbox.billing.usage.RequestStore;
import io.signalbox.chat.Surface;
import io.signalbox.config.SignalboxConfig.LimitsConfig;
import io.signalbox.credential.CredentialVault;
import io.signalbox.credential.Egress;
import io.signalbox.db.Database;
import io.signalbox.dialect.ShippedDialects;
import io.signalbox.dialect.anthropic.AnthropicCounts;
import io.signalbox.dialect.anthropic.MessagesSurface;
import io.signalbox.dialect.completions.CompletionsSurface;
import io.signalbox.dialect.input.EmbeddingsSurface;
import io.signalbox.dialect.input.ModerationsSurface;
import io.signalbox.dialect.openai.ChatSurface;
import io.signalbox.dialect.responses.ResponsesSurface;
import io.signalbox.id.IdSource;
import io.signalbox.key.KeyVerifier;
import io.signalbox.provider.ProviderClient;
import io.signalbox.provider.ProviderTimeouts;
import io.signalbox.route.RoutePlanner;
import io.signalbox.route.RouteWatch;
import io.signalbox.telemetry.Meters;
import io.signalbox.token.TokenCounter;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;

/** The data plane of a node: what all event loops share, and for each loop a provider client, a pipeline and handlers of its own. */
final class DataPlane {

    private final Parts parts;

    /** What all loops share. */
    record Parts(
            Database database,
            KeyVerifier keys,
            RouteWatch routes,
            CredentialVault vault,
            Egress egress,
            BillingNode billing,
            LimitsConfig limits,
            TokenCounter tokens,
            ConversationMemory conversations,
            IdSource ids,
            InstantSource clock,
            Meters meters) {}

    DataPlane(Parts parts) {
        this.parts = parts;
    }

    /** Adds the paths under {@code /v1} for the event loop this is called on. */
    void mount(Vertx vertx, Router router) {
        ProviderClient client = new ProviderClient(vertx, timeouts(parts.limits), parts.egress, ShippedDialects.all());
        ChatPipeline pipeline = new ChatPipeline(new ChatPipeline.Parts(
                parts.routes,
                new RoutePlanner(),
                parts.billing.gate(),
                parts.vault,
                client,
                parts.tokens,
                parts.ids,
                parts.clock,
                parts.meters));
        RequestIdHandler requestIds = new RequestIdHandler(parts.ids, parts.clock);
        RequestIdHandler anthropicIds = requestIds.alsoIn("request-id");
        new ApiRoutes(new ApiRoutes.Handlers(
                        requestIds,
                        new KeyAuthHandler(parts.keys),
                        List.of(
                                surface("/chat/completions", new ChatSurface(), requestIds, pipeline),
                                surface(
                                        "/responses",
                                        new ResponsesSurface(),
                                        parts.conversations,
                                        requestIds,
                                        pipeline),
                                surface("/messages", new MessagesSurface(), anthropicIds, pipeline),
                                messageCounts(anthropicIds, client),
                                surface("/completions", new CompletionsSurface(), requestIds, pipeline),
                                surface("/embeddings", new EmbeddingsSurface(), requestIds, pipeline),
                                surface("/moderations", new ModerationsSurface(), requestIds, pipeline)),
                        new ModelsHandler(parts.routes),
                        new RequestsHandler(parts.database, new RequestStore(), parts.billing.drain()),
                        new KeyHandler(parts.database, new BudgetStore()),
                        new StoredResponsesHandler(parts.conversations)))
                .mount(router);
    }

    private SurfaceRoute messageCounts(RequestIdHandler requestIds, ProviderClient client) {
        MessagesSurface surface = new MessagesSurface();
        CountHandler handler = new CountHandler(new CountHandler.Parts(
                surface::readCount,
                new AnthropicCounts(),
                parts.routes,
                new RoutePlanner(),
                parts.vault,
                client,
                parts.tokens,
                bodies()));
        return new SurfaceRoute("/messages/count_tokens", requestIds, handler, new FaultHandler(surface::error));
    }

    private SurfaceRoute surface(String path, Surface surface, RequestIdHandler requestIds, ChatPipeline pipeline) {
        return surface(path, surface, Memory.NONE, requestIds, pipeline);
    }

    private SurfaceRoute surface(
            String path, Surface surface, Memory memory, RequestIdHandler requestIds, ChatPipeline pipeline) {
        ChatHandler handler =
                new ChatHandler(surface, pipeline, memory, bodies(), parts.billing.requestLog(), parts.meters);
        return new SurfaceRoute(path, requestIds, handler, new FaultHandler(surface::error));
    }

    private BodyReader bodies() {
        return new BodyReader(parts.limits.maxBody().intBytes());
    }

    private static ProviderTimeouts timeouts(LimitsConfig limits) {
        return new ProviderTimeouts(
                limits.connectTimeout(), limits.firstTokenTimeout(), limits.tokenTimeout(), limits.requestTimeout());
    }
}
