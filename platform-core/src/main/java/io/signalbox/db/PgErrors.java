package io.signalbox.db;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** What PostgreSQL's failures mean to us, in one place. Anything not known here stays as it is and ends as an internal error. */
public final class PgErrors {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    /** What to tell a caller whose row collides; the name alone does for the rest. */
    private static final Map<String, String> COLLISIONS = Map.of(
            "app_name_uq", "an app of this name exists already",
            "member_email_uq", "a member with this e-mail address exists already",
            "provider_credential_name_uq", "a credential of this name exists already for this provider",
            "model_alias_pk", "this alias exists already");

    private PgErrors() {}

    /** Returns the fault that {@code failure} amounts to, or {@code failure} itself. */
    static Throwable translated(Throwable failure) {
        if (failure instanceof PgException refused) {
            return translated(refused);
        }
        if (failure instanceof ConnectionPoolTooBusyException) {
            return fault(FaultCode.OVERLOADED, "too many requests wait for the database", failure);
        }
        return isLossOfConnection(failure) ? unavailable(failure) : failure;
    }

    /** Whether {@code failure}, translated or not, is a collision with the unique constraint or index of this name. */
    public static boolean isDuplicate(Throwable failure, String constraint) {
        Throwable original = failure instanceof Fault fault && fault.getCause() != null ? fault.getCause() : failure;
        return original instanceof PgException refused
                && refused.getSqlState().equals(UNIQUE_VIOLATION)
                && constraint.equals(refused.getConstraint());
    }

    /**
     * Whether PostgreSQL refused the data itself, translated or not: a value it cannot hold, a constraint. Trying the same again is no use, while
     * everything else may pass.
     */
    public static boolean isRefusalOfData(Throwable failure) {
        Throwable original = failure instanceof Fault fault && fault.getCause() != null ? fault.getCause() : failure;
        if (!(original instanceof PgException refused)) {
            return false;
        }
        String state = Optional.ofNullable(refused.getSqlState()).orElse("");
        return state.startsWith("22") || state.startsWith("23");
    }

    private static Throwable translated(PgException refused) {
        String state = Optional.ofNullable(refused.getSqlState()).orElse("");
        if (state.equals(UNIQUE_VIOLATION)) {
            return collision(refused, "this exists already");
        }
        if (state.equals(FOREIGN_KEY_VIOLATION)) {
            return collision(refused, "this refers to something that does not exist, or is still referred to");
        }
        return isPassing(state) ? unavailable(refused) : refused;
    }

    private static Fault collision(PgException refused, String general) {
        String constraint = Optional.ofNullable(refused.getConstraint()).orElse("");
        return Fault.with(FaultCode.CONFLICT, COLLISIONS.getOrDefault(constraint, general))
                .metadata("constraint", constraint)
                .cause(refused)
                .build();
    }

    /** Connection, resources, shutdown and recovery, a serialisation or lock that was lost, a statement that took too long, a failed login. */
    private static boolean isPassing(String state) {
        return state.startsWith("08")
                || state.startsWith("28")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("40")
                || state.equals("55P03")
                || state.equals("25P03");
    }

    private static boolean isLossOfConnection(Throwable failure) {
        return failure instanceof ClosedConnectionException
                || failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof VertxException;
    }

    private static Fault unavailable(Throwable failure) {
        return fault(FaultCode.UNAVAILABLE, "the database is not available", failure);
    }

    private static Fault fault(FaultCode code, String publicMessage, Throwable cause) {
        return Fault.with(code, publicMessage)
                .detail(cause.toString())
                .cause(cause)
                .retryAfter(SOON)
                .build();
    }
}
