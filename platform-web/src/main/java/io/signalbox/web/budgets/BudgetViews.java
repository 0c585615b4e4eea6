package io.signalbox.web.budgets;

import io.signalbox.audit.AuditEntry;
import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetView;
import io.signalbox.web.page.Choice;
import io.signalbox.web.page.MoneyText;
import io.signalbox.web.page.TimeText;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the templates of budgets show. */
public final class BudgetViews {

    private BudgetViews() {}

    /** The view of {@code budgets/list}. */
    public record ListView(List<BudgetMeter> meters, String summary, boolean mayChange, String zone, CreateForm form) {

        public ListView {
            meters = List.copyOf(meters);
        }
    }

    /** The form that sets a budget; {@code refusal} is empty unless it was refused. */
    public record CreateForm(
            String refusal,
            String name,
            String which,
            String limit,
            List<Choice> scopes,
            List<Choice> windows,
            List<Choice> actions,
            List<Choice> counts) {

        static CreateForm of(BudgetDraft draft, String refusal) {
            return new CreateForm(
                    refusal,
                    draft.name(),
                    draft.which(),
                    draft.limit(),
                    draft.scopes(),
                    draft.windowChoices(),
                    BudgetDraft.actions(BudgetDraft.actionOf(draft.action())),
                    draft.counts());
        }
    }

    /** A name and its value. */
    public record Named(String name, String value) {}

    /** The view of {@code budgets/effect}. */
    public record EffectView(
            String title,
            String subtitle,
            String action,
            List<Named> fields,
            @Nullable BudgetMeter meter,
            List<String> effects,
            boolean danger,
            String button,
            String back) {

        public EffectView {
            fields = List.copyOf(fields);
            effects = List.copyOf(effects);
        }

        static List<Named> hidden(Map<String, String> fields) {
            return fields.entrySet().stream()
                    .map(each -> new Named(each.getKey(), each.getValue()))
                    .toList();
        }
    }

    /** The view of {@code budgets/one}. */
    public record OneView(
            BudgetMeter meter,
            List<Named> facts,
            boolean mayChange,
            String refusal,
            String limit,
            List<Choice> actions,
            List<Choice> durations,
            String previewHref,
            String raiseHref,
            String archiveHref,
            List<HistoryRow> history) {

        public OneView {
            facts = List.copyOf(facts);
            history = List.copyOf(history);
        }
    }

    /** One deed of a budget's history. */
    public record HistoryRow(String when, String who, String what, String change) {

        static HistoryRow of(AuditEntry entry, Map<String, String> names, ZoneId zone) {
            String actor = entry.event().actor().id();
            String action = entry.event().action();
            return new HistoryRow(
                    new TimeText(zone).minute(entry.event().at()),
                    names.getOrDefault(actor, actor),
                    action.substring(action.indexOf('.') + 1),
                    change(entry.event().before(), entry.event().after()));
        }

        private static String change(Optional<JsonObject> before, Optional<JsonObject> after) {
            List<String> changes = new ArrayList<>();
            JsonObject now = after.orElseGet(JsonObject::new);
            JsonObject then = before.orElseGet(JsonObject::new);
            for (String field : now.fieldNames()) {
                Object value = now.getValue(field);
                if (field.equals("spent_usd") || Objects.equals(value, then.getValue(field))) {
                    continue;
                }
                String name = field.replace("_usd", "").replace('_', ' ');
                changes.add(
                        then.containsKey(field)
                                ? name + " " + then.getValue(field) + " → " + value
                                : name + " " + value);
            }
            return String.join(" · ", changes);
        }
    }

    static List<Named> facts(BudgetView view, ZoneId zone) {
        Budget budget = view.budget();
        TimeText times = new TimeText(zone);
        MoneyText money = MoneyText.scaledTo(view.limit());
        List<Named> facts = new ArrayList<>();
        facts.add(new Named("Limit", money.of(budget.limit())));
        if (view.raised().nanos() > 0) {
            facts.add(new Named(
                    "Raised by",
                    money.of(view.raised())
                            + view.raisedUntil()
                                    .map(at -> ", the first until " + times.minute(at))
                                    .orElse("")));
        }
        facts.add(new Named("Left", money.of(view.remaining())));
        facts.add(new Named(
                "At the limit",
                BudgetDraft.actions(budget.terms().action()).stream()
                        .filter(Choice::selected)
                        .map(Choice::label)
                        .findFirst()
                        .orElse("")));
        facts.add(new Named("Can be exceeded by", "nothing: every request is paid for before it is sent"));
        facts.add(new Named(
                "Forecast",
                view.forecast()
                        .map(it -> "most likely " + money.of(it.p50()) + ", in 8 of 10 cases " + money.of(it.p10())
                                + " to " + money.of(it.p90()))
                        .orElse("none yet: it takes six hours of a calendar window, three of them with spending")));
        view.resetsAt()
                .ifPresent(at -> facts.add(new Named(
                        budget.window().isRolling() ? "Oldest hour leaves" : "Resets",
                        times.minute(at) + " " + zone.getId())));
        facts.add(new Named(
                "Warns at",
                String.join(
                        ", ",
                        budget.terms().marks().stream().map(mark -> mark + " %").toList())));
        facts.add(new Named("Id", budget.id().value()));
        return facts;
    }
}
