package io.signalbox.tenant;

import java.util.Optional;

/** One thing a member or an admin token may do within its tenant. The wire name is API; writing something includes reading it. */
public enum Permission {
    READ_APPS("read:apps"),
    WRITE_APPS("write:apps"),
    READ_KEYS("read:keys"),
    WRITE_KEYS("write:keys"),
    READ_BUDGETS("read:budgets"),
    WRITE_BUDGETS("write:budgets"),
    READ_ALERTS("read:alerts"),
    WRITE_ALERTS("write:alerts"),
    READ_WEBHOOKS("read:webhooks"),
    WRITE_WEBHOOKS("write:webhooks"),
    READ_CREDENTIALS("read:credentials"),
    WRITE_CREDENTIALS("write:credentials"),
    READ_ROUTING("read:routing"),
    WRITE_ROUTING("write:routing"),
    READ_TENANT("read:tenant"),
    WRITE_TENANT("write:tenant"),
    READ_MEMBERS("read:members"),
    WRITE_MEMBERS("write:members"),
    READ_USAGE("read:usage"),
    READ_BILLING("read:billing"),
    READ_REQUESTS("read:requests"),
    READ_AUDIT("read:audit"),
    /** Everything, now and in future versions. */
    ALL("admin:*");

    private final String wireName;

    Permission(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<Permission> ofWireName(String name) {
        for (Permission each : values()) {
            if (each.wireName.equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Whether who holds this may do {@code wanted}. */
    public boolean covers(Permission wanted) {
        return this == ALL
                || this == wanted
                || wanted.wireName.startsWith("read:")
                        && wireName.startsWith("write:")
                        && wireName.endsWith(wanted.wireName.substring("read:".length()));
    }
}
