package io.signalbox.key;

import java.util.Locale;

/** What a secret may be used for, told by its prefix. */
public enum KeyMode {
    /** Data plane, real providers: {@code sb_live_}. */
    LIVE("sb_live_"),
    /** Data plane, the sandbox provider only: {@code sb_test_}. */
    TEST("sb_test_"),
    /** The admin API only: {@code sb_admin_}. */
    ADMIN("sb_admin_");

    private final String prefix;

    KeyMode(String prefix) {
        this.prefix = prefix;
    }

    public String prefix() {
        return prefix;
    }

    /** The name in JSON and SQL: {@code live}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Fails when there is no such mode. */
    public static KeyMode ofWireName(String name) {
        for (KeyMode each : values()) {
            if (each.wireName().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("no such key mode: " + name);
    }
}
