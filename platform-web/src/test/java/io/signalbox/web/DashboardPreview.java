package io.signalbox.web;

import static io.signalbox.web.TestSite.await;

import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetStore;
import io.signalbox.billing.budget.BudgetWindow;
import io.signalbox.billing.charge.Charging;
import io.signalbox.billing.charge.Credit;
import io.signalbox.billing.charge.Plan;
import io.signalbox.billing.charge.PlanTerms;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.invoice.InvoiceStore;
import io.signalbox.billing.invoice.Invoices;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.key.NewKey;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.Role;
import io.signalbox.web.TestSite.Seeded;
import io.signalbox.web.TestUsage.Ask;
import io.signalbox.web.page.WebSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Serves the dashboard over made-up data until it is stopped, to look at pages while working on them. Arguments: the port, and {@code sandbox}. */
public final class DashboardPreview {

    private static final List<String> TASKS = List.of("classification", "summarization", "qa", "code", "extraction");
    private static final List<String> MODELS =
            List.of("gpt-5-nano", "gpt-4o-mini", "gpt-4.1", "gpt-4.1", "mistral-small");

    private DashboardPreview() {}

    public static void main(String[] arguments) throws InterruptedException {
        boolean sandbox = arguments.length > 1 && arguments[1].equals("sandbox");
        TestSite site = TestSite.start(new WebSettings(Optional.empty(), sandbox), Integer.parseInt(arguments[0]));
        Seeded acme = site.tenant("Acme Robotics", Role.OWNER);
        KeyId bot = key(site, acme, "support-bot", KeyMode.LIVE);
        KeyId nightly = key(site, acme, "nightly-batch", KeyMode.LIVE);
        key(site, acme, "ci", KeyMode.TEST);
        budget(site, acme, "Everything", BudgetScope.TENANT, acme.tenant().value(), "500", "312.4");
        budget(site, acme, "Nightly batch", BudgetScope.KEY, nightly.value(), "20", "17.2");
        budget(
                site,
                acme,
                "Trial of the default app",
                BudgetScope.APP,
                acme.app().value(),
                "5",
                "5");
        use(site, acme, bot, sandbox);
        bill(site, acme);
        System.out.println(site.url() + site.linkFor(acme));
        Thread.currentThread().join();
    }

    private static void use(TestSite site, Seeded acme, KeyId key, boolean sandbox) {
        TestUsage usage = new TestUsage(site, acme, key);
        Random random = new Random(7);
        for (int day = 31; day >= 0; day--) {
            int requests = 12 + random.nextInt(30);
            for (int i = 0; i < requests; i++) {
                Instant at = site.now().minus(Duration.ofDays(day)).minusSeconds(random.nextInt(36_000));
                int kind = random.nextInt(TASKS.size());
                String model = sandbox ? "sandbox/small" : MODELS.get(kind);
                usage.answered(
                        Ask.smart(at, TASKS.get(kind), model, 800 + random.nextInt(60_000), 60 + random.nextInt(4000)));
            }
        }
        if (!sandbox) {
            last(site, usage);
        }
        usage.store();
    }

    private static void bill(TestSite site, Seeded acme) {
        Charging charging = new Charging(site.database(), site.feed(), site.ids(), site::now);
        Invoices invoices = new Invoices(site.database(), charging, site.ids(), site::now);
        Instant start = site.now().minus(Duration.ofDays(60));
        PlanTerms terms = new PlanTerms(PlanTerms.Kind.POSTPAID, 0, 550, 500, Money.ofUsd("20"));
        Credit credit = Credit.whole(
                site.ids().next("crd"),
                Credit.Kind.GRANT,
                Money.ofUsd("2"),
                Optional.of(site.now().plus(Duration.ofDays(30))),
                "welcome",
                "preview",
                start);
        YearMonth month = YearMonth.from(site.now().atZone(TestSite.BERLIN)).minusMonths(1);
        await(charging.agree(acme.tenant(), new Plan(1, terms, start, "preview"))
                .compose(done -> charging.credit(acme.tenant(), credit))
                .compose(done -> charging.run())
                .compose(done -> invoices.run(month))
                .compose(drawn ->
                        site.database().inTransaction(acme.tenant(), tx -> new InvoiceStore().list(acme.tenant(), tx)))
                .map(drawn -> drawn.get(0).id())
                .compose(id -> invoices.issue(acme.tenant(), id)
                        .compose(issued ->
                                invoices.creditNote(acme.tenant(), id, Money.ofUsd("0.75"), "an outage on 26 Oct"))));
    }

    private static void last(TestSite site, TestUsage usage) {
        Instant now = site.now();
        TokenUsage tokens = new TokenUsage(2104, 1024, 0, 0, 388, 120, 0, 0, 0);
        usage.answered(Ask.smart(now.minusSeconds(400), "classification", "sandbox/small", 300_000, 90_000));
        usage.refused(
                new Ask(now.minusSeconds(60), "gpt-9", "gpt-4.1", Optional.empty(), TokenUsage.NONE, List.of()),
                404,
                "model_not_found");
        usage.refused(
                new Ask(now.minusSeconds(50), "smart-select", "gpt-4.1", Optional.of("code"), tokens, List.of()),
                402,
                "budget_exceeded");
        usage.refused(
                new Ask(now.minusSeconds(40), "gpt-4.1", "gpt-4.1", Optional.empty(), tokens, List.of()),
                502,
                "provider_error");
        usage.answered(new Ask(
                now.minusSeconds(12), "smart-select", "gpt-4.1", Optional.of("code"), tokens, List.of("gpt-4o-mini")));
        usage.answered(new Ask(
                now.minusSeconds(5), "gpt-4.1", "gpt-4.1", Optional.empty(), TokenUsage.ofText(20, 9), List.of()));
    }

    private static KeyId key(TestSite site, Seeded seeded, String name, KeyMode mode) {
        return await(site.keys()
                        .create(site.acting(seeded), new NewKey(seeded.app(), name, mode, Set.of(), Optional.empty())))
                .key()
                .id();
    }

    private static void budget(
            TestSite site, Seeded seeded, String name, BudgetScope scope, String scopeId, String limit, String spent) {
        BudgetId id = new BudgetId(site.ids().next("bud"));
        Budget budget = new Budget(
                id,
                seeded.tenant(),
                name,
                scope,
                scopeId,
                BudgetWindow.MONTH,
                Money.ofUsd(limit),
                1,
                seeded.member().value(),
                site.now(),
                site.now());
        await(site.database()
                .inTransaction(seeded.tenant(), tx -> new BudgetStore().insert(seeded.tenant(), tx, budget)));
        site.spend(seeded, id, Money.ofUsd(spent), Money.ofUsd("0.4"));
    }
}
