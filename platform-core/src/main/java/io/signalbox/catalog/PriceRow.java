package io.signalbox.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.money.Money;
import io.signalbox.money.RateStep;
import io.signalbox.money.Rates;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenClass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How rates are written, in the model book and in price files alike: decimal USD per million tokens by class, with {@code above} for longer prompts (an
 * object by their length in tokens) and {@code tiers} for other service tiers (an object by their names), each written the same way.
 *
 * <pre>{"input": "1.25", "output": "10", "above": {"200000": {"input": "2.5", "output": "15"}}, "tiers": {"batch": {"input": "0.625", "output": "5"}}}</pre>
 */
public final class PriceRow {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PriceRow() {}

    /** Fails with an {@link IllegalArgumentException} that says what is wrong: an unknown name, a negative or inexact amount, no input or output. */
    public static Rates rates(JsonNode usdPerMillion) {
        Map<ServiceTier, Rates> tiers = new EnumMap<>(ServiceTier.class);
        usdPerMillion
                .path("tiers")
                .properties()
                .forEach(each -> tiers.put(tier(each.getKey()), new Rates(steps(each.getValue(), true))));
        return new Rates(steps(usdPerMillion, false), tiers);
    }

    private static ServiceTier tier(String name) {
        return ServiceTier.ofWireName(name)
                .filter(tier -> tier.wireName().equals(name) && tier != ServiceTier.STANDARD)
                .orElseThrow(() -> new IllegalArgumentException("the service tier '" + name + "' is unknown"));
    }

    private static List<RateStep> steps(JsonNode row, boolean within) {
        List<RateStep> steps = new ArrayList<>();
        steps.add(step(0, row, within));
        row.path("above").properties().forEach(each -> {
            if (!each.getKey().matches("[1-9][0-9]{0,11}")) {
                throw new IllegalArgumentException("'" + each.getKey() + "' is no number of tokens");
            }
            steps.add(step(Long.parseLong(each.getKey()), each.getValue(), true));
        });
        return steps;
    }

    private static RateStep step(long above, JsonNode row, boolean within) {
        if (!row.isObject()) {
            throw new IllegalArgumentException("rates must be an object by token class");
        }
        Map<TokenClass, Long> rates = new EnumMap<>(TokenClass.class);
        row.properties().forEach(each -> {
            String name = each.getKey();
            boolean isGroup = "above".equals(name) && above == 0 || "tiers".equals(name) && !within;
            if (!isGroup) {
                rates.put(tokenClass(name), nanos(name, each.getValue()));
            }
        });
        return new RateStep(above, rates);
    }

    private static TokenClass tokenClass(String name) {
        for (TokenClass each : TokenClass.values()) {
            if (each.wireName().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("the token class '" + name + "' is unknown");
    }

    private static long nanos(String name, JsonNode usd) {
        if (!usd.isTextual() && !usd.isNumber()) {
            throw new IllegalArgumentException("the rate of " + name + " must be decimal USD per million tokens");
        }
        try {
            return Money.ofUsd(usd.asText()).nanos();
        } catch (ArithmeticException | NumberFormatException inexact) {
            throw new IllegalArgumentException("the rate of " + name + " is no exact amount of nano-USD", inexact);
        }
    }

    /** {@code rates} as {@link #rates} reads them. */
    public static ObjectNode json(Rates rates) {
        ObjectNode row = steps(rates);
        if (!rates.tiers().isEmpty()) {
            ObjectNode tiers = row.putObject("tiers");
            for (ServiceTier each : ServiceTier.values()) {
                if (rates.tiers().containsKey(each)) {
                    tiers.set(each.wireName(), steps(rates.stated(each)));
                }
            }
        }
        return row;
    }

    private static ObjectNode steps(Rates rates) {
        ObjectNode row = step(rates.steps().get(0));
        if (rates.isStepped()) {
            ObjectNode above = row.putObject("above");
            rates.steps().stream()
                    .skip(1)
                    .forEach(each -> above.set(String.valueOf(each.abovePromptTokens()), step(each)));
        }
        return row;
    }

    private static ObjectNode step(RateStep step) {
        ObjectNode row = JSON.createObjectNode();
        for (TokenClass each : TokenClass.values()) {
            Long nanos = step.nanosPerMillion().get(each);
            if (nanos != null) {
                row.put(each.wireName(), new Money(nanos).usd());
            }
        }
        return row;
    }
}
