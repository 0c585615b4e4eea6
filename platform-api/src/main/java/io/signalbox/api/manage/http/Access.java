package io.signalbox.api.manage.http;

import io.signalbox.key.AdminCaller;
import io.signalbox.tenant.Permission;
import java.util.Optional;

/** Who may use a route. There is no route without one: what nobody declared, nobody may. */
public record Access(Kind kind, Optional<Permission> permission) {

    /** How much has to be known of the sender. */
    public enum Kind {
        /** Nothing. */
        OPEN,
        /** That it holds a live admin token. */
        ANY_TOKEN,
        /** That its token has the permission. */
        PERMITTED
    }

    public Access {
        if ((kind == Kind.PERMITTED) != permission.isPresent()) {
            throw new IllegalArgumentException("access " + kind + " with permission " + permission);
        }
    }

    /** For what is no secret to anyone. */
    public static Access open() {
        return new Access(Kind.OPEN, Optional.empty());
    }

    /** For what a token may know of itself. */
    public static Access anyToken() {
        return new Access(Kind.ANY_TOKEN, Optional.empty());
    }

    public static Access to(Permission permission) {
        return new Access(Kind.PERMITTED, Optional.of(permission));
    }

    boolean isOpen() {
        return kind == Kind.OPEN;
    }

    /** What {@code caller} lacks; empty when it may. */
    Optional<Permission> missing(AdminCaller caller) {
        return permission.filter(needed -> !caller.grants().allow(needed));
    }
}
