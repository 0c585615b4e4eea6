package io.signalbox.tenant;

import static io.signalbox.tenant.Permission.*;

import java.util.Locale;
import java.util.Optional;

/** What a member is in a tenant, and so may do. */
public enum Role {
    OWNER(Grants.EVERYTHING),
    ADMIN(Grants.of(
            WRITE_APPS,
            WRITE_KEYS,
            WRITE_BUDGETS,
            WRITE_ALERTS,
            WRITE_WEBHOOKS,
            WRITE_CREDENTIALS,
            WRITE_ROUTING,
            WRITE_TENANT,
            WRITE_MEMBERS,
            READ_USAGE,
            READ_BILLING,
            READ_REQUESTS,
            READ_AUDIT)),
    BILLING(Grants.of(
            READ_TENANT, READ_APPS, READ_KEYS, WRITE_BUDGETS, WRITE_ALERTS, WRITE_WEBHOOKS, READ_USAGE, READ_BILLING)),
    DEVELOPER(Grants.of(
            READ_TENANT, WRITE_APPS, WRITE_KEYS, READ_BUDGETS, READ_ALERTS, WRITE_ROUTING, READ_USAGE, READ_REQUESTS)),
    VIEWER(Grants.of(
            READ_TENANT, READ_APPS, READ_KEYS, READ_BUDGETS, READ_ALERTS, READ_ROUTING, READ_USAGE, READ_REQUESTS));

    private final Grants grants;

    Role(Grants grants) {
        this.grants = grants;
    }

    public Grants grants() {
        return grants;
    }

    public boolean may(Permission wanted) {
        return grants.allow(wanted);
    }

    /** The name in JSON and SQL: {@code owner}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> ofWireName(String name) {
        for (Role each : values()) {
            if (each.wireName().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
