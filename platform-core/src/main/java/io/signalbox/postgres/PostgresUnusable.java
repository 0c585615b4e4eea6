package io.signalbox.postgres;

/** The embedded PostgreSQL cannot be used. The message is for the operator: what failed, where, and what to do. */
public final class PostgresUnusable extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    PostgresUnusable(String message) {
        super(message);
    }

    PostgresUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}
