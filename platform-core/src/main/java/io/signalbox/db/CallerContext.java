package io.signalbox.db;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Brings shared results home: whoever else also waits for a future, each caller goes on where it called from. */
public final class CallerContext {

    private CallerContext() {}

    /** The same outcome, completed on the Vert.x context this is called on; on no context, or when complete already, the future itself. */
    public static <T> Future<T> of(Future<T> shared) {
        Context caller = Vertx.currentContext();
        if (caller == null || shared.isComplete()) {
            return shared;
        }
        Promise<T> there = Promise.promise();
        shared.onComplete((value, failure) -> caller.runOnContext(nothing -> there.complete(value, failure)));
        return there.future();
    }
}
