package io.signalbox.web.keys;

import io.signalbox.key.KeyMode;
import io.signalbox.key.NewKey;
import io.signalbox.key.VirtualKey;
import io.signalbox.tenant.AppId;
import io.signalbox.web.page.Visit;
import java.util.Optional;
import java.util.Set;

/** What somebody typed into the form that creates a key, unchecked. */
record KeyDraft(String name, String app, String mode) {

    static final KeyDraft EMPTY = new KeyDraft("", "", "live");

    static KeyDraft read(Visit visit) {
        return new KeyDraft(visit.field("name"), visit.field("app"), visit.field("mode"));
    }

    /** What is asked for; empty when the app's id is none. */
    Optional<NewKey> wanted() {
        if (!app.matches("app_[0-9A-Za-z]{1,60}")) {
            return Optional.empty();
        }
        KeyMode kind = KeyMode.TEST.wireName().equals(mode) ? KeyMode.TEST : KeyMode.LIVE;
        return Optional.of(new NewKey(new AppId(app), name, kind, Set.of(), Optional.empty()));
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
