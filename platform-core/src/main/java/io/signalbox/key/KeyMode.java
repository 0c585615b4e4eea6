package io.signalbox.key;

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
}
