package io.signalbox.billing.journal;

import java.io.IOException;

/** The journal cannot be trusted as it is on disk; the message names the file and says what can be done. */
public final class JournalDamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    JournalDamagedException(String message) {
        super(message);
    }
}
