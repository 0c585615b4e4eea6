package io.signalbox.api.manage;

import io.signalbox.api.http.RequestIdHandler;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.api.manage.http.ManageTable;
import io.signalbox.audit.Deeds;
import io.signalbox.billing.alert.AlertDesk;
import io.signalbox.billing.budget.BudgetDesk;
import io.signalbox.catalog.CatalogAssembly;
import io.signalbox.catalog.Provider;
import io.signalbox.content.ContentBox;
import io.signalbox.content.ResponseStore;
import io.signalbox.credential.CredentialDesk;
import io.signalbox.credential.SecretBox;
import io.signalbox.key.KeyDesk;
import io.signalbox.key.KeyHasher;
import io.signalbox.webhook.ChannelBox;
import io.signalbox.webhook.ChannelDesk;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.stream.Stream;

/**
 * The admin API's table of contents, under {@code /api/v1}. Each resource declares its routes, each route who may use it: the table is what tests
 * generate their matrix from, and what the OpenAPI document must say.
 */
public final class ManageRoutes {

    private final ManageTable table;

    public ManageRoutes(ManageParts parts) {
        Deeds deeds = new Deeds(parts.database(), parts.changes(), parts.ids(), parts.clock());
        KeyDesk keys =
                new KeyDesk(parts.database(), deeds, new KeyHasher(parts.masterKey()), parts.ids(), parts.random());
        BudgetDesk budgets = new BudgetDesk(parts.database(), deeds, parts.ids());
        CredentialDesk credentials = new CredentialDesk(
                parts.database(), deeds, new SecretBox(parts.masterKey(), parts.random()), parts.ids(), parts.egress());
        ChannelDesk channels = new ChannelDesk(
                parts.database(),
                deeds,
                new ChannelBox(parts.masterKey(), parts.random()),
                parts.ids(),
                parts.outbound());
        AlertDesk alerts = new AlertDesk(parts.database(), deeds, parts.ids(), channels);
        List<Provider> providers = parts.providers().all().stream()
                .filter(each -> !each.name().equals(CatalogAssembly.SANDBOX))
                .toList();
        ResponseStore responses = new ResponseStore(new ContentBox(parts.masterKey(), parts.random()));
        List<ManageRoute> routes = Stream.of(
                        new OpenApiResource().routes(),
                        new MeResource(parts.database()).routes(),
                        new TenantResource(parts.database(), deeds, responses).routes(),
                        new AppResource(parts.database(), deeds, parts.ids()).routes(),
                        new KeyResource(keys).routes(),
                        new BudgetResource(budgets, keys).routes(),
                        new AlertResource(alerts).routes(),
                        new WebhookResource(channels).routes(),
                        new CredentialResource(credentials, providers).routes(),
                        new ProviderResource(providers).routes(),
                        new RoutingResource(parts.database(), deeds, parts.routes()).routes(),
                        new UsageResource(parts.database(), parts.clock()).routes(),
                        new BillingResource(parts.database(), parts.clock()).routes(),
                        new ExportResource(parts.database(), parts.clock()).routes(),
                        new RequestResource(parts.database()).routes(),
                        new PriceResource(parts.database(), deeds).routes(),
                        new AuditResource(parts.database()).routes(),
                        new SignInResource(deeds, parts.random(), parts.publicUrl()).routes())
                .flatMap(List::stream)
                .toList();
        this.table = new ManageTable(routes, new RequestIdHandler(parts.ids(), parts.clock()), parts.verifier());
    }

    /** Adds everything under {@code /api} to one event loop's router; call before pages are mounted. */
    public void mount(Router router) {
        table.mount(router);
    }

    public ManageTable table() {
        return table;
    }
}
