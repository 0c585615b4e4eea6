package io.signalbox.web.requests;

import io.signalbox.billing.usage.Confidence;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenClass;
import io.signalbox.web.page.MoneyText;
import io.signalbox.web.page.NumberText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A request's tokens by class, each times its rate. The total is the events' own cost, as budgets and the ledger have it; where the classes do
 * not add up to it (a reservation that counts in full), a line of its own says so.
 */
record Charges(List<Charge> lines, String totalTokens, String totalCost, String priceBook, String note) {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    Charges {
        lines = List.copyOf(lines);
    }

    /** One line: {@code name} is a token class, with the model when several attempts used tokens. */
    record Charge(String name, String tokens, String rate, String cost) {}

    /** {@code ratesOf} finds what an event was priced by; empty when the model is unpriced or its price version is gone. */
    static Charges of(List<UsageEvent> events, Function<UsageEvent, Optional<Rates>> ratesOf) {
        List<Charge> lines = new ArrayList<>();
        for (UsageEvent event : events) {
            addLines(lines, event, ratesOf.apply(event), events.size() > 1);
        }
        long tokens = events.stream()
                .mapToLong(event -> event.usage().promptTokens() + event.usage().completionTokens())
                .sum();
        return new Charges(lines, NumberText.count(tokens), total(events), priceBook(events), note(events));
    }

    private static void addLines(List<Charge> lines, UsageEvent event, Optional<Rates> rates, boolean several) {
        String suffix = several ? " · " + event.model() : "";
        Money sum = Money.ZERO;
        for (TokenClass each : TokenClass.values()) {
            long tokens = event.usage().of(each);
            if (tokens > 0) {
                Optional<Money> cost = rates.map(known -> cost(known.nanosPerMillion(each), tokens));
                sum = sum.plus(cost.orElse(Money.ZERO));
                lines.add(new Charge(
                        name(each) + suffix,
                        NumberText.count(tokens),
                        rates.map(known -> MoneyText.rate(known.nanosPerMillion(each)))
                                .orElse(MoneyText.UNPRICED),
                        cost.map(MoneyText::single).orElse(MoneyText.UNPRICED)));
            }
        }
        if (event.confidence() == Confidence.UNKNOWN && event.cost().isPresent()) {
            Money rest = event.cost().get().minus(sum);
            lines.add(new Charge("held in full" + suffix, "", "", MoneyText.single(rest)));
        }
    }

    private static Money cost(long nanosPerMillion, long tokens) {
        BigDecimal exact = BigDecimal.valueOf(nanosPerMillion).multiply(BigDecimal.valueOf(tokens));
        return new Money(exact.divide(MILLION, 0, RoundingMode.HALF_UP).longValueExact());
    }

    private static String total(List<UsageEvent> events) {
        if (events.stream().noneMatch(event -> event.cost().isPresent())) {
            return MoneyText.UNPRICED;
        }
        Money total = events.stream().flatMap(event -> event.cost().stream()).reduce(Money.ZERO, Money::plus);
        return MoneyText.single(total);
    }

    private static String priceBook(List<UsageEvent> events) {
        TreeSet<String> versions = new TreeSet<>();
        events.stream()
                .map(UsageEvent::priceVersion)
                .filter(version -> !version.isEmpty())
                .forEach(versions::add);
        return versions.isEmpty() ? "" : "price book " + String.join(", ", versions);
    }

    private static String note(List<UsageEvent> events) {
        if (events.isEmpty()) {
            return "Nothing was sent to a provider, so nothing was used.";
        }
        if (events.stream().anyMatch(event -> event.cost().isEmpty())) {
            return "This model has no price, so its cost is not known. It is not counted as $0.";
        }
        if (events.stream().anyMatch(event -> event.confidence() == Confidence.UNKNOWN)) {
            return "Nobody can tell what the provider billed for an attempt that broke off, so what was held for it counts in full.";
        }
        if (events.stream().anyMatch(event -> event.confidence() == Confidence.ESTIMATED)) {
            return "Estimated: the provider sent no usage, so the tokens were counted here.";
        }
        return "";
    }

    private static String name(TokenClass tokenClass) {
        return switch (tokenClass) {
            case INPUT -> "input";
            case CACHE_READ -> "input, cached";
            case CACHE_WRITE_5M -> "cache write, 5 min";
            case CACHE_WRITE_1H -> "cache write, 1 h";
            case OUTPUT -> "output";
            case REASONING -> "reasoning";
            case AUDIO_IN -> "audio in";
            case AUDIO_OUT -> "audio out";
            case IMAGE -> "image";
        };
    }
}
