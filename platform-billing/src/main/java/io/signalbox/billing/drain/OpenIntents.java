package io.signalbox.billing.drain;

import io.signalbox.billing.budget.Intent;
import io.signalbox.billing.journal.JournalRecord;
import io.signalbox.billing.journal.PayloadReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Intents that were read and whose end was not: their segments must stay, and after a crash they are what is unknown. */
final class OpenIntents {

    private final Map<String, JournalRecord> byEvent = new LinkedHashMap<>();

    void opened(JournalRecord intent) {
        byEvent.put(PayloadReader.firstText(intent.payload()), intent);
    }

    void ended(String eventId) {
        byEvent.remove(eventId);
    }

    /** The oldest segment that holds one: intents are read in order, so it is the first. */
    OptionalLong oldestSegment() {
        return byEvent.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(byEvent.values().iterator().next().segment());
    }

    List<Intent> all() {
        return byEvent.values().stream()
                .map(record -> Intent.read(record.payload()))
                .toList();
    }

    int size() {
        return byEvent.size();
    }
}
