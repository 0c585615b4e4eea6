package io.signalbox.billing.journal;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/** A record on its way to the disk, and whom to tell where. */
record PendingRecord(
        RecordType type,
        byte[] payload,
        Promise<Void> onDisk,
        @Nullable Context context) {

    int bytes() {
        return Block.RECORD_HEADER_BYTES + payload.length;
    }
}
