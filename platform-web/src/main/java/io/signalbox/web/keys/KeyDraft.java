package io.signalbox.web.keys;

import io.signalbox.key.VirtualKey;
import io.signalbox.web.page.Visit;
import java.util.Optional;

/** What somebody typed into the form that creates a key, unchecked. */
record KeyDraft(String name, String app, String mode) {

    static final KeyDraft EMPTY = new KeyDraft("", "", "live");

    static KeyDraft read(Visit visit) {
        return new KeyDraft(visit.field("name"), visit.field("app"), visit.field("mode"));
    }

    /** Why the name cannot be taken, as a sentence; empty when it can. */
    Optional<String> refusal() {
        if (name.isEmpty()) {
            return Optional.of("Give the key a name.");
        }
        if (name.length() > VirtualKey.NAME_LENGTH_MAX) {
            return Optional.of(
                    "The name has " + name.length() + " characters; at most " + VirtualKey.NAME_LENGTH_MAX + " fit.");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("The name holds a character that cannot be printed.");
        }
        return Optional.empty();
    }
}
