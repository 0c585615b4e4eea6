package io.signalbox.billing.usage;

import io.signalbox.billing.journal.Journal;
import io.signalbox.billing.journal.RecordType;
import io.signalbox.telemetry.LogKey;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where request records go: onto the journal, and from there into the database. Never keeps an answer waiting; safe on any thread. */
public final class RequestLog {

    private static final Logger LOGGER = LoggerFactory.getLogger(RequestLog.class);

    private final Journal journal;
    private final AtomicLong dropped = new AtomicLong();

    public RequestLog(Journal journal) {
        this.journal = journal;
    }

    /**
     * Writes the record with the journal's next batch and does not wait for it. A record too long for the journal goes without its candidates; one the journal
     * has no room for is dropped and counted: it is not money.
     */
    public void append(RequestRecord request) {
        byte[] payload = RequestRecordPayload.write(request);
        if (payload.length > journal.recordBytesMax()) {
            payload = RequestRecordPayload.write(request.withoutCandidates());
        }
        journal.append(RecordType.REQUEST, payload).onFailure(refused -> {
            if (dropped.getAndIncrement() == 0) {
                LOGGER.atWarn()
                        .addKeyValue(LogKey.REQUEST, request.requestId())
                        .addKeyValue(LogKey.CAUSE, refused.toString())
                        .log("request records are being dropped");
            }
        });
    }

    /** How many records found no room. */
    public long dropped() {
        return dropped.get();
    }
}
