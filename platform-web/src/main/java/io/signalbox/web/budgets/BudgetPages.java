package io.signalbox.web.budgets;

import io.signalbox.billing.budget.BudgetChange;
import io.signalbox.billing.budget.BudgetDesk;
import io.signalbox.billing.budget.BudgetRaise;
import io.signalbox.billing.budget.BudgetView;
import io.signalbox.billing.budget.NewBudget;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.db.Database;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.PageRequest;
import io.signalbox.money.Money;
import io.signalbox.tenant.Permission;
import io.signalbox.tenant.TenantId;
import io.signalbox.web.page.Answer;
import io.signalbox.web.page.Choice;
import io.signalbox.web.page.MoneyText;
import io.signalbox.web.page.NumberText;
import io.signalbox.web.page.Section;
import io.signalbox.web.page.TimeText;
import io.signalbox.web.page.Visit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The pages of budgets. Nothing takes effect that its page has not shown first. */
public final class BudgetPages {

    private static final int HISTORY_ROWS = 50;
    private static final List<Integer> RAISE_DAYS = List.of(1, 3, 7, 30);

    private final BudgetDesk desk;
    private final Database database;

    public BudgetPages(BudgetDesk desk, Database database) {
        this.desk = desk;
        this.database = database;
    }

    public Future<Answer> list(Visit visit) {
        return list(visit, BudgetDraft.EMPTY, "", 200);
    }

    private Future<Answer> list(Visit visit, BudgetDraft draft, String refusal, int status) {
        return names(visit)
                .compose(names -> desk.list(visit.viewer().tenant()).map(found -> {
                    BudgetMeter.Telling telling = telling(visit, names);
                    String zone = visit.viewer().zone().getId();
                    BudgetViews.ListView view = new BudgetViews.ListView(
                            found.stream()
                                    .sorted(Comparator.comparingLong(BudgetView::riskPercent)
                                            .reversed())
                                    .map(telling::of)
                                    .toList(),
                            NumberText.counted(found.size(), "budget") + " · times in " + zone,
                            mayChange(visit),
                            zone,
                            BudgetViews.CreateForm.of(draft, refusal));
                    return new Answer.Page(status, "Budgets", Section.BUDGETS, "budgets/list", view);
                }));
    }

    /** What the budget would do, before it does. */
    public Future<Answer> preview(Visit visit) {
        return withDraft(
                visit,
                (draft, wanted) -> names(visit)
                        .compose(names -> desk.tryCreating(visit.acting(), wanted)
                                .map(view -> creation(telling(visit, names), draft, view))));
    }

    public Future<Answer> create(Visit visit) {
        return withDraft(
                visit,
                (draft, wanted) -> desk.create(visit.acting(), wanted)
                        .map(view ->
                                new Answer.Redirect("/budgets/" + view.budget().id())));
    }

    /** What is done with a draft that can be taken. */
    private interface Taken {
        Future<Answer> take(BudgetDraft draft, NewBudget wanted);
    }

    private Future<Answer> withDraft(Visit visit, Taken next) {
        BudgetDraft draft = BudgetDraft.read(visit);
        Optional<String> refusal = draft.refusal();
        if (refusal.isPresent()) {
            return list(visit, draft, refusal.get(), 422);
        }
        return names(visit)
                .compose(names -> names.idOf(
                                draft.scopeOf(), draft.which(), visit.viewer().tenant())
                        .map(id -> next.take(draft, draft.wanted(id)))
                        .orElseGet(() -> list(
                                visit,
                                draft,
                                "No " + draft.scopeOf().wireName() + ", or more than one, has this name: give its id.",
                                422)));
    }

    private static Answer creation(BudgetMeter.Telling telling, BudgetDraft draft, BudgetView view) {
        List<String> effects = new ArrayList<>(effects(view));
        effects.add(
                view.spent().nanos() > 0
                        ? MoneyText.sum(view.spent()) + " is counted that was spent before the budget is set."
                        : "It begins at nothing spent. Requests that run now are not counted.");
        return effect(new BudgetViews.EffectView(
                "Set “" + view.budget().name() + "”?",
                telling.whose(view.budget()),
                "/budgets",
                BudgetViews.EffectView.hidden(draft.fields()),
                telling.of(view),
                effects,
                isSpent(view),
                "Set the budget",
                "/budgets"));
    }

    private static List<String> effects(BudgetView view) {
        return isSpent(view)
                ? List.of("It is used up already: the next request that it bounds is refused with 402"
                        + " unless a cheaper model may serve and is affordable.")
                : List.of("Up to " + MoneyText.sum(view.remaining()) + " more can be spent"
                        + view.resetsAt().map(at -> " until it resets").orElse("") + ".");
    }

    private static boolean isSpent(BudgetView view) {
        return view.spent().compareTo(view.limit()) >= 0;
    }

    public Future<Answer> one(Visit visit) {
        return withBudget(visit, id -> one(visit, id, "", 200));
    }

    private Future<Answer> one(Visit visit, BudgetId id, String refusal, int status) {
        TenantId tenant = visit.viewer().tenant();
        return names(visit)
                .compose(names -> desk.find(tenant, id)
                        .compose(view -> desk.history(tenant, id, PageRequest.first(HISTORY_ROWS))
                                .map(history -> {
                                    String path = "/budgets/" + id;
                                    BudgetViews.OneView shown = new BudgetViews.OneView(
                                            telling(visit, names).of(view),
                                            BudgetViews.facts(
                                                    view, visit.viewer().zone()),
                                            mayChange(visit),
                                            refusal,
                                            view.budget().limit().usd(),
                                            BudgetDraft.actions(
                                                    view.budget().terms().action()),
                                            durations(),
                                            path + "/preview",
                                            path + "/raise",
                                            path + "/archive",
                                            history.stream()
                                                    .map(entry -> BudgetViews.HistoryRow.of(
                                                            entry,
                                                            names.all(),
                                                            visit.viewer().zone()))
                                                    .toList());
                                    return new Answer.Page(
                                            status, view.budget().name(), Section.BUDGETS, "budgets/one", shown);
                                })));
    }

    /** How the budget would stand with another limit or action. */
    public Future<Answer> previewChange(Visit visit) {
        return withChange(
                visit,
                (id, change) -> names(visit)
                        .compose(names -> desk.find(visit.viewer().tenant(), id)
                                .compose(before -> desk.tryChanging(visit.acting(), id, change)
                                        .map(after -> effect(new BudgetViews.EffectView(
                                                "Change “" + after.budget().name() + "”?",
                                                MoneyText.sum(before.budget().limit()) + " → "
                                                        + MoneyText.sum(
                                                                after.budget().limit()),
                                                "/budgets/" + id + "/change",
                                                BudgetViews.EffectView.hidden(Map.of(
                                                        "limit",
                                                        visit.field("limit"),
                                                        "action",
                                                        visit.field("action"),
                                                        "version",
                                                        String.valueOf(
                                                                before.budget().version()))),
                                                telling(visit, names).of(after),
                                                effects(after),
                                                isSpent(after),
                                                "Change the budget",
                                                "/budgets/" + id))))));
    }

    public Future<Answer> change(Visit visit) {
        return withChange(
                visit,
                (id, change) -> desk.change(visit.acting(), id, version(visit), change)
                        .map(view -> new Answer.Redirect("/budgets/" + id)));
    }

    /** What is done with a change that can be taken. */
    private interface Changing {
        Future<Answer> take(BudgetId id, BudgetChange change);
    }

    private Future<Answer> withChange(Visit visit, Changing next) {
        return withBudget(
                visit,
                id -> BudgetDraft.usd(visit.field("limit"))
                        .map(limit -> next.take(
                                id,
                                new BudgetChange(
                                        Optional.empty(),
                                        Optional.of(limit),
                                        Optional.of(BudgetDraft.actionOf(visit.field("action"))),
                                        Optional.empty())))
                        .orElseGet(() -> one(visit, id, "The limit is an amount of USD such as 250 or 12.50.", 422)));
    }

    public Future<Answer> raise(Visit visit) {
        Optional<Money> amount = BudgetDraft.usd(visit.field("amount")).filter(money -> money.nanos() > 0);
        String reason = visit.field("reason");
        boolean told = !reason.isEmpty()
                && reason.length() <= BudgetRaise.REASON_LENGTH_MAX
                && reason.chars().noneMatch(Character::isISOControl);
        return withBudget(visit, id -> {
            if (amount.isEmpty() || !told) {
                return one(
                        visit, id, "A raise needs an amount of USD above 0 and a reason of 1 to 200 characters.", 422);
            }
            int days = RAISE_DAYS.stream()
                    .filter(each -> String.valueOf(each).equals(visit.field("days")))
                    .findFirst()
                    .orElse(1);
            BudgetRaise raise = new BudgetRaise(amount.get(), desk.now().plus(Duration.ofDays(days)), reason);
            return visit.field("sure").isEmpty()
                    ? raiseEffect(visit, id, raise)
                    : desk.raise(visit.acting(), id, raise).map(view -> new Answer.Redirect("/budgets/" + id));
        });
    }

    private Future<Answer> raiseEffect(Visit visit, BudgetId id, BudgetRaise raise) {
        return names(visit)
                .compose(names -> desk.tryRaising(visit.acting(), id, raise)
                        .map(after -> effect(new BudgetViews.EffectView(
                                "Raise “" + after.budget().name() + "”?",
                                "by " + MoneyText.sum(raise.amount()) + " until "
                                        + new TimeText(visit.viewer().zone()).minute(raise.until()) + " "
                                        + visit.viewer().zone().getId(),
                                "/budgets/" + id + "/raise",
                                BudgetViews.EffectView.hidden(Map.of(
                                        "amount", visit.field("amount"),
                                        "days", visit.field("days"),
                                        "reason", raise.reason(),
                                        "sure", "yes")),
                                telling(visit, names).of(after),
                                List.of(
                                        "Up to " + MoneyText.sum(after.remaining()) + " more can be spent meanwhile.",
                                        "It lapses by itself. What was spent of it by then stays spent."),
                                false,
                                "Raise the limit",
                                "/budgets/" + id))));
    }

    public Future<Answer> confirmArchive(Visit visit) {
        return withBudget(
                visit,
                id -> names(visit)
                        .compose(names -> desk.find(visit.viewer().tenant(), id)
                                .map(view -> effect(new BudgetViews.EffectView(
                                        "Archive “" + view.budget().name() + "”?",
                                        telling(visit, names).whose(view.budget()),
                                        "/budgets/" + id + "/archive",
                                        BudgetViews.EffectView.hidden(Map.of(
                                                "version",
                                                String.valueOf(view.budget().version()))),
                                        null,
                                        List.of(
                                                "It bounds nothing any more, from the next request on; other budgets still do.",
                                                "What was spent stays in the figures, and its history stays. It cannot be brought back."),
                                        true,
                                        "Archive the budget",
                                        "/budgets/" + id)))));
    }

    public Future<Answer> archive(Visit visit) {
        return withBudget(
                visit,
                id -> desk.archive(visit.acting(), id, version(visit)).map(view -> new Answer.Redirect("/budgets")));
    }

    private static Answer effect(BudgetViews.EffectView view) {
        return Answer.page(view.title(), Section.BUDGETS, "budgets/effect", view);
    }

    private static List<Choice> durations() {
        return RAISE_DAYS.stream()
                .map(days -> new Choice(String.valueOf(days), NumberText.counted(days, "day"), days == 1))
                .toList();
    }

    private Future<BudgetNames> names(Visit visit) {
        TenantId tenant = visit.viewer().tenant();
        return database.inTransaction(tenant, tx -> BudgetNames.load(tenant, tx));
    }

    private BudgetMeter.Telling telling(Visit visit, BudgetNames names) {
        return new BudgetMeter.Telling(names.all(), visit.viewer().zone(), desk.now());
    }

    private static boolean mayChange(Visit visit) {
        return visit.viewer().grants().allow(Permission.WRITE_BUDGETS);
    }

    private static long version(Visit visit) {
        String version = visit.field("version");
        return version.matches("[0-9]{1,18}") ? Long.parseLong(version) : 0;
    }

    /** What is no budget's id cannot be a budget: the same answer as for one that never was. */
    private static <T> Future<T> withBudget(Visit visit, Function<BudgetId, Future<T>> work) {
        String id = visit.pathParam("id");
        return id.matches("bud_[0-9A-Za-z]{1,60}")
                ? work.apply(new BudgetId(id))
                : Future.failedFuture(Fault.of(FaultCode.NOT_FOUND, "There is no such budget."));
    }
}
