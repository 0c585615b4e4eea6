package io.signalbox.billing.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A node's journal: what was flushed survives a crash, of the rest some beginning may, and a lost disk keeps nothing. */
final class Disk {

    private final Timeline time;
    private final List<JournalEntry> entries = new ArrayList<>();
    private int durable;
    private int life;

    Disk(Timeline time) {
        this.time = time;
    }

    void append(JournalEntry entry, Runnable onDisk) {
        entries.add(entry);
        int end = entries.size();
        int writtenIn = life;
        time.after(time.between(1, 8), () -> {
            if (life == writtenIn) {
                durable = Math.max(durable, end);
                onDisk.run();
            }
        });
    }

    void crash() {
        life++;
        int survives = time.between(durable, entries.size());
        entries.subList(survives, entries.size()).clear();
        durable = survives;
    }

    /** What is on disk from {@code position}, at most {@code most} entries. */
    List<JournalEntry> read(int position, int most) {
        return List.copyOf(entries.subList(position, Math.min(durable, position + most)));
    }

    /** Attempts with an intent on disk and no end. */
    List<Attempt> openIntents() {
        Set<Attempt> open = new LinkedHashSet<>();
        for (JournalEntry each : entries.subList(0, durable)) {
            if (each.kind() == JournalEntry.Kind.INTENT) {
                open.add(each.attempt());
            } else {
                open.remove(each.attempt());
            }
        }
        return List.copyOf(open);
    }

    boolean holds(Predicate<JournalEntry> entry) {
        return entries.subList(0, durable).stream().anyMatch(entry);
    }
}
