package io.signalbox.db;

import io.signalbox.tenant.TenantId;
import java.util.Arrays;

/**
 * Something that nodes keep in memory has changed in the database.
 *
 * @param subject the id of what changed, at most 500 characters; empty for all of the tenant's in this topic
 */
public record Change(Topic topic, TenantId tenant, String subject) {

    private static final int SUBJECT_CHARS_MAX = 500;
    private static final Change EVERYTHING = new Change(Topic.CATALOG, new TenantId("ten_everything"), "*");

    public Change {
        if (subject.length() > SUBJECT_CHARS_MAX) {
            throw new IllegalArgumentException("the subject of a change has " + subject.length()
                    + " characters, at most " + SUBJECT_CHARS_MAX + " are allowed");
        }
    }

    /** Anything may have changed: whatever is kept, of any topic and tenant, must be read again. */
    public static Change everything() {
        return EVERYTHING;
    }

    public boolean isEverything() {
        return equals(EVERYTHING);
    }

    /** Whether this may concern what is kept of {@code other}; true of all topics for {@link #everything()}. */
    public boolean touches(Topic other) {
        return topic == other || isEverything();
    }

    String written() {
        return topic.wireName() + " " + tenant.value() + " " + subject;
    }

    /** A notice that this version does not understand, from a newer node, means that anything may have changed. */
    static Change read(String text) {
        String[] parts = text.split(" ", 3);
        if (parts.length != 3 || !parts[1].startsWith("ten_")) {
            return EVERYTHING;
        }
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.wireName().equals(parts[0]))
                .findFirst()
                .map(topic -> new Change(topic, new TenantId(parts[1]), parts[2]))
                .orElse(EVERYTHING);
    }
}
