package io.signalbox.web;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import io.signalbox.billing.budget.BudgetDesk;
import io.signalbox.db.Topic;
import io.signalbox.tenant.Permission;
import io.signalbox.web.alerts.AlertPages;
import io.signalbox.web.billing.BillingPages;
import io.signalbox.web.budgets.BudgetPages;
import io.signalbox.web.keys.KeyPages;
import io.signalbox.web.overview.OverviewPage;
import io.signalbox.web.page.Assets;
import io.signalbox.web.page.Pages;
import io.signalbox.web.prices.PricePage;
import io.signalbox.web.requests.RequestPages;
import io.signalbox.web.signin.SignIn;
import io.signalbox.web.start.StartPage;
import io.signalbox.web.usage.UsagePage;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every page of the dashboard and what it needs, in one table; what is not in it does not exist. Made once for a process and mounted on each event
 * loop's router, after the API's routes: it answers whatever asks for HTML and nobody else took.
 */
public final class WebRoutes {

    private static final long FORM_BYTES_MAX = 64 * 1024;

    private final Assets assets = new Assets();
    private final PageFlow flow;
    private final List<WebRoute> table;

    public WebRoutes(WebParts parts) {
        Pages pages = new Pages(parts.vertx(), parts.settings(), assets);
        SignIn.Keys keys = new SignIn.Keys(
                parts.masterKey().derive("dashboard-session"), parts.masterKey().derive("dashboard-form"));
        SignIn.Place place = new SignIn.Place(parts.database(), parts.deeds(), parts.ids());
        SignIn signIn = SignIn.of(parts.vertx(), parts.settings(), keys, place);
        this.flow = new PageFlow(signIn.gatekeeper(), pages, parts.ids());
        parts.feed().subscribe(change -> {
            if (change.touches(Topic.SESSIONS)) {
                signIn.forgetSessions().run();
            }
        });
        KeyPages keyPages = new KeyPages(parts.keys(), parts.database(), parts.clock());
        BudgetPages budgets =
                new BudgetPages(new BudgetDesk(parts.database(), parts.deeds(), parts.ids()), parts.database());
        OverviewPage overview = new OverviewPage(parts.database(), parts.clock());
        RequestPages requestPages = new RequestPages(parts.database(), parts.book(), parts.clock());
        UsagePage usage = new UsagePage(parts.database(), parts.clock());
        AlertPages alerts = new AlertPages(parts.alerts(), parts.channels(), parts.clock());
        this.table = Stream.concat(
                        Stream.of(
                                        alertRoutes(alerts),
                                        priceRoutes(new PricePage(parts.database())),
                                        billingRoutes(new BillingPages(parts.database(), parts.clock())))
                                .flatMap(routes -> routes),
                        Stream.of(
                                WebRoute.granted(Permission.READ_USAGE, GET, "/", overview::show),
                                WebRoute.granted(Permission.READ_USAGE, GET, "/usage", usage::show),
                                WebRoute.granted(Permission.READ_USAGE, GET, "/usage.csv", usage::csv),
                                WebRoute.granted(Permission.READ_REQUESTS, GET, "/requests", requestPages::list),
                                WebRoute.granted(Permission.READ_REQUESTS, GET, "/requests.csv", requestPages::csv),
                                WebRoute.granted(Permission.READ_REQUESTS, GET, "/requests/:id", requestPages::one),
                                WebRoute.granted(Permission.READ_BUDGETS, GET, "/budgets", budgets::list),
                                WebRoute.granted(Permission.WRITE_BUDGETS, POST, "/budgets", budgets::create),
                                WebRoute.granted(Permission.WRITE_BUDGETS, POST, "/budgets/preview", budgets::preview),
                                WebRoute.granted(Permission.READ_BUDGETS, GET, "/budgets/:id", budgets::one),
                                WebRoute.granted(
                                        Permission.WRITE_BUDGETS, POST, "/budgets/:id/preview", budgets::previewChange),
                                WebRoute.granted(
                                        Permission.WRITE_BUDGETS, POST, "/budgets/:id/change", budgets::change),
                                WebRoute.granted(Permission.WRITE_BUDGETS, POST, "/budgets/:id/raise", budgets::raise),
                                WebRoute.granted(
                                        Permission.WRITE_BUDGETS, GET, "/budgets/:id/archive", budgets::confirmArchive),
                                WebRoute.granted(
                                        Permission.WRITE_BUDGETS, POST, "/budgets/:id/archive", budgets::archive),
                                WebRoute.open(GET, "/sign-in", signIn.pages()::how),
                                WebRoute.open(GET, "/sign-in/:token", signIn.pages()::confirm),
                                WebRoute.open(POST, "/sign-in/:token", signIn.pages()::redeem),
                                WebRoute.signedIn(POST, "/sign-out", signIn.pages()::signOut),
                                WebRoute.granted(Permission.READ_KEYS, GET, "/start", StartPage::show),
                                WebRoute.granted(Permission.READ_KEYS, GET, "/keys", keyPages::list),
                                WebRoute.granted(Permission.WRITE_KEYS, POST, "/keys", keyPages::create),
                                WebRoute.granted(
                                        Permission.WRITE_KEYS, GET, "/keys/:id/revoke", keyPages::confirmRevoke),
                                WebRoute.granted(Permission.WRITE_KEYS, POST, "/keys/:id/revoke", keyPages::revoke),
                                WebRoute.granted(
                                        Permission.WRITE_KEYS, GET, "/keys/:id/rotate", keyPages::confirmRotate),
                                WebRoute.granted(Permission.WRITE_KEYS, POST, "/keys/:id/rotate", keyPages::rotate)))
                .toList();
    }

    private static Stream<WebRoute> priceRoutes(PricePage prices) {
        return Stream.of(
                WebRoute.granted(Permission.READ_USAGE, GET, "/prices", prices::show),
                WebRoute.granted(Permission.READ_USAGE, GET, "/prices.csv", prices::csv));
    }

    /** An invoice's file comes before its page, whose path would take it too. */
    private static Stream<WebRoute> billingRoutes(BillingPages billing) {
        return Stream.of(
                WebRoute.granted(Permission.READ_BILLING, GET, "/billing", billing::show),
                WebRoute.granted(Permission.READ_BILLING, GET, "/billing/statement.csv", billing::statementCsv),
                WebRoute.granted(Permission.READ_BILLING, GET, "/billing/credits.csv", billing::creditsCsv),
                WebRoute.granted(Permission.READ_BILLING, GET, "/billing/invoices.csv", billing::invoicesCsv),
                WebRoute.granted(Permission.READ_BILLING, GET, "/billing/invoices/:id.csv", billing::invoiceCsv),
                WebRoute.granted(Permission.READ_BILLING, GET, "/billing/invoices/:id", billing::invoice));
    }

    private static Stream<WebRoute> alertRoutes(AlertPages alerts) {
        return Stream.of(
                WebRoute.granted(Permission.READ_ALERTS, GET, "/alerts", alerts::show),
                WebRoute.granted(Permission.WRITE_ALERTS, POST, "/alerts/:id/ack", alerts::acknowledge),
                WebRoute.granted(Permission.WRITE_ALERTS, POST, "/alerts/rules/:id/on", alerts::turnRuleOn),
                WebRoute.granted(Permission.WRITE_ALERTS, POST, "/alerts/rules/:id/off", alerts::turnRuleOff),
                WebRoute.granted(Permission.WRITE_ALERTS, POST, "/alerts/rules/:id/test", alerts::testRule),
                WebRoute.granted(Permission.WRITE_WEBHOOKS, POST, "/alerts/channels", alerts::addChannel),
                WebRoute.granted(Permission.WRITE_WEBHOOKS, POST, "/alerts/channels/:id/on", alerts::turnChannelOn),
                WebRoute.granted(Permission.WRITE_WEBHOOKS, POST, "/alerts/channels/:id/off", alerts::turnChannelOff),
                WebRoute.granted(Permission.WRITE_WEBHOOKS, POST, "/alerts/channels/:id/test", alerts::testChannel),
                WebRoute.granted(
                        Permission.WRITE_WEBHOOKS,
                        POST,
                        "/alerts/channels/:id/deliveries/:delivery/resend",
                        alerts::resend));
    }

    /** Every page, for the tests that are generated from them. */
    List<WebRoute> table() {
        return table;
    }

    /** Adds the pages to {@code router}; call it last. */
    public void mount(Router router) {
        assets.mount(router);
        table.forEach(each -> mount(router, each));
        router.route().last().handler(this::refuseUnknown);
    }

    private void mount(Router router, WebRoute page) {
        Route route = router.route(page.method(), page.path());
        if (page.method().equals(POST)) {
            route.handler(BodyHandler.create(false).setBodyLimit(FORM_BYTES_MAX));
        }
        route.handler(context -> flow.serve(context, page));
        route.failureHandler(flow::refuseFailed);
    }

    private void refuseUnknown(RoutingContext context) {
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.contains("text/html")) {
            flow.refuseUnknown(context);
            return;
        }
        context.next();
    }
}
