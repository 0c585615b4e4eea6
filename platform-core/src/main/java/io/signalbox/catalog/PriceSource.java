package io.signalbox.catalog;

import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;

/** Where the prices in force come from. */
@FunctionalInterface
public interface PriceSource {

    /** What {@code tenant} pays now. */
    Future<PriceList> of(TenantId tenant);

    /** The prices that {@code book} was shipped with, for everybody and for ever. */
    static PriceSource shipped(ModelBook book) {
        return tenant -> Future.succeededFuture(book.prices());
    }
}
