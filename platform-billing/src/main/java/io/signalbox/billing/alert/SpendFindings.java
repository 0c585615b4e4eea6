package io.signalbox.billing.alert;

import io.signalbox.billing.alert.AlertStore.HourlySpend;
import io.signalbox.billing.alert.AlertStore.UnpricedModel;
import io.signalbox.money.Money;
import io.signalbox.webhook.EventType;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which hours cost more than usual, and which models have no price. Pure. */
final class SpendFindings {

    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("yyyy-MM").withZone(ZoneOffset.UTC);

    private SpendFindings() {}

    /** The hours that are looked at: the present one as far as it has come, and the one before, of which a part may have come late. */
    static List<Instant> judged(Instant now) {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        return List.of(hour.minus(Duration.ofHours(1)), hour);
    }

    /** An hour and the same one on each of the days before. */
    static List<Instant> compared(Instant hour) {
        return IntStream.rangeClosed(0, UsualSpend.DAYS)
                .mapToObj(days -> hour.minus(Duration.ofDays(days)))
                .toList();
    }

    /** Everything {@link #judged} compares. */
    static List<Instant> needed(Instant now) {
        return judged(now).stream().flatMap(hour -> compared(hour).stream()).toList();
    }

    static List<Alert> unusual(AlertRule rule, List<HourlySpend> spends, Instant now) {
        Map<String, Map<Instant, Money>> byApp = new HashMap<>();
        spends.forEach(spend ->
                byApp.computeIfAbsent(spend.app(), app -> new HashMap<>()).put(spend.hour(), spend.cost()));
        List<Alert> found = new ArrayList<>();
        byApp.forEach((app, hours) -> {
            String subject = app.isEmpty() ? rule.tenant().value() : app;
            if (rule.watches(subject)) {
                judged(now).stream()
                        .flatMap(hour -> judge(rule, subject, hours, hour, now))
                        .forEach(found::add);
            }
        });
        return found;
    }

    private static Stream<Alert> judge(
            AlertRule rule, String subject, Map<Instant, Money> hours, Instant hour, Instant now) {
        Money spent = hours.getOrDefault(hour, Money.ZERO);
        List<Money> before = compared(hour).stream()
                .skip(1)
                .map(each -> hours.getOrDefault(each, Money.ZERO))
                .toList();
        UsualSpend usual = UsualSpend.of(before);
        Money bound = usual.bound(rule.floor());
        if (spent.compareTo(bound) <= 0) {
            return Stream.empty();
        }
        JsonObject details = new JsonObject()
                .put("hour", hour.toString())
                .put("spent_usd", spent.usd())
                .put("usual_usd", usual.median().usd())
                .put("deviation_usd", usual.deviation().usd())
                .put("bound_usd", bound.usd())
                .put("days_compared", UsualSpend.DAYS);
        String summary = "Spend of " + subject + " in the hour from " + hour + " is " + spent.usd() + " USD; usual is "
                + usual.median().usd() + ", unusual above " + bound.usd() + ".";
        return Stream.of(Alert.of(
                rule, new Alert.About(EventType.ANOMALY_DETECTED, subject, hour.toString(), 0), now, summary, details));
    }

    static Instant month(Instant now) {
        return now.atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfMonth(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    static List<Alert> unpriced(AlertRule rule, List<UnpricedModel> models, Instant now) {
        return models.stream()
                .map(model -> Alert.of(
                        rule,
                        new Alert.About(EventType.MODEL_UNPRICED, model.model(), MONTH.format(now), 0),
                        now,
                        "Model " + model.model() + " has no price: what it costs is unknown.",
                        new JsonObject().put("model", model.model()).put("requests", model.events())))
                .toList();
    }
}
