package io.signalbox.web.usage;

import io.signalbox.billing.usage.Dimension;
import io.signalbox.billing.usage.UsageReport.Group;
import io.signalbox.web.usage.UsagePage.Facts;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What the groups of a report are called: apps and keys by their names, as they are now. */
final class UsageNames {

    private static final Map<Dimension, String> HEADS = new EnumMap<>(Map.of(
            Dimension.APP, "App",
            Dimension.KEY, "Key",
            Dimension.MODEL, "Model",
            Dimension.TASK, "Task",
            Dimension.PROVIDER, "Provider",
            Dimension.CONFIDENCE, "Confidence",
            Dimension.CREDENTIAL, "Credential"));

    private final Dimension group;
    private final Map<String, String> names = new HashMap<>();

    UsageNames(Dimension group, Facts facts) {
        this.group = group;
        facts.apps().forEach(app -> names.put(app.id().value(), app.name()));
        facts.keys().forEach(key -> names.put(key.id().value(), key.name() + " · " + key.masked()));
    }

    static String head(Dimension dimension) {
        return HEADS.getOrDefault(dimension, dimension.wireName());
    }

    String dimension() {
        return group.wireName();
    }

    String head() {
        return head(group);
    }

    String of(Group of) {
        if (of.isRest()) {
            return "all others";
        }
        String value = of.values().get(0);
        return switch (group) {
            case APP, KEY -> names.getOrDefault(value, value);
            case TASK -> value.isEmpty() ? "untagged" : value;
            case CREDENTIAL -> value.equals("own") ? "your own" : "the platform’s";
            default -> value;
        };
    }
}
