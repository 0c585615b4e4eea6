package io.signalbox.billing.drain;

import io.signalbox.billing.journal.JournalRecord;
import io.signalbox.billing.journal.PayloadReader;
import io.signalbox.billing.journal.RecordType;
import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.billing.usage.RequestRecordPayload;
import io.signalbox.billing.usage.Settlement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Journal records read and sorted for one transaction: of records about the same thing the last counts, of settlements the first. */
final class DrainBatch {

    private final List<JournalRecord> records;
    private final Map<String, Settlement> settlements = new LinkedHashMap<>();
    private final Map<String, RequestRecord> requests = new LinkedHashMap<>();
    private final Set<String> closing = new LinkedHashSet<>();

    DrainBatch(List<JournalRecord> records) {
        this.records = List.copyOf(records);
        for (JournalRecord each : records) {
            if (each.type() == RecordType.SETTLE) {
                Settlement settlement = Settlement.read(each.payload());
                settlements.putIfAbsent(settlement.event().eventId(), settlement);
                closing.add(settlement.event().eventId());
            } else if (each.type() == RecordType.VOID) {
                closing.add(PayloadReader.firstText(each.payload()));
            } else if (each.type() == RecordType.REQUEST) {
                RequestRecord request = RequestRecordPayload.read(each.payload());
                requests.put(request.requestId(), request);
            }
        }
    }

    List<JournalRecord> records() {
        return records;
    }

    List<Settlement> settlements() {
        return new ArrayList<>(settlements.values());
    }

    List<RequestRecord> requests() {
        return new ArrayList<>(requests.values());
    }

    /** The id of the event or request of a batch of one. */
    String subject() {
        return PayloadReader.firstText(records.get(0).payload());
    }

    /** Attempts that have ended, settled or void. */
    Set<String> closing() {
        return closing;
    }
}
