package io.signalbox.billing.journal;

import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells many waiters at once, each on the context it asked on, with one hop per event loop: requests run on duplicates of their verticle's
 * context, so waiters are grouped by what the duplicates share.
 */
final class Completions {

    private Completions() {}

    /** Completes every record's promise; fails it with {@code failure} when there is one. */
    static void tell(List<PendingRecord> records, @Nullable Throwable failure) {
        IdentityHashMap<ContextInternal, List<PendingRecord>> byLoop = new IdentityHashMap<>();
        for (PendingRecord each : records) {
            Context context = each.context();
            if (context == null) {
                each.onDisk().complete(null, failure);
                continue;
            }
            byLoop.computeIfAbsent(((ContextInternal) context).unwrap(), any -> new ArrayList<>())
                    .add(each);
        }
        byLoop.forEach((loop, waiters) -> loop.runOnContext(hop -> {
            for (PendingRecord each : waiters) {
                ContextInternal context = (ContextInternal) java.util.Objects.requireNonNull(each.context());
                context.dispatch(() -> each.onDisk().complete(null, failure));
            }
        }));
    }
}
