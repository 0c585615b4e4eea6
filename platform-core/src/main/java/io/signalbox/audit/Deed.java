package io.signalbox.audit;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a transaction did, and what the audit trail is to say of it; a deed that changed nothing says nothing. */
public final class Deed<T> {

    private final T result;
    private final @Nullable Note note;

    private record Note(String action, Target target, Optional<JsonObject> before, Optional<JsonObject> after) {}

    /** What it was done to: {@code new Target("key", "key_01…")}. */
    public record Target(String kind, String id) {}

    private Deed(T result, @Nullable Note note) {
        this.result = result;
        this.note = note;
    }

    public static <T> Deed<T> created(T result, Target target, JsonObject after) {
        return new Deed<>(result, new Note(target.kind() + ".created", target, Optional.empty(), Optional.of(after)));
    }

    /** {@code verb} in the past tense: {@code rotated}. */
    public static <T> Deed<T> changed(T result, Target target, String verb, JsonObject before, JsonObject after) {
        return new Deed<>(
                result, new Note(target.kind() + "." + verb, target, Optional.of(before), Optional.of(after)));
    }

    public static <T> Deed<T> deleted(T result, Target target, JsonObject before) {
        return new Deed<>(result, new Note(target.kind() + ".deleted", target, Optional.of(before), Optional.empty()));
    }

    public static <T> Deed<T> unchanged(T result) {
        return new Deed<>(result, null);
    }

    T result() {
        return result;
    }

    Optional<AuditEvent> event(String id, Instant at, Acting acting) {
        return Optional.ofNullable(note)
                .map(it -> new AuditEvent(
                        id,
                        at,
                        acting.actor(),
                        it.action(),
                        it.target().kind(),
                        it.target().id(),
                        it.before(),
                        it.after(),
                        acting.requestId()));
    }
}
