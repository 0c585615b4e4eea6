package io.signalbox.billing.usage;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What usage can be told apart by. */
public enum Dimension {
    APP("app_id"),
    KEY("key_id"),
    /** The model that served, by its catalog name. */
    MODEL("model"),
    /** Empty for what had none. */
    TASK("task"),
    PROVIDER("provider"),
    /** How well the cost is known. */
    CONFIDENCE("confidence"),
    /** {@code own} or {@code platform}. */
    CREDENTIAL("credential");

    private final String column;

    Dimension(String column) {
        this.column = column;
    }

    /** The column of the sums, and of what reports group by. */
    String column() {
        return column;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Dimension> ofWireName(String name) {
        return List.of(values()).stream()
                .filter(each -> each.wireName().equals(name))
                .findFirst();
    }
}
