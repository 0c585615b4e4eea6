package io.signalbox.migrations;

/** The database and the code do not fit together; nothing was changed by the refusal. The message says what to do. */
public final class MigrationRefused extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    MigrationRefused(String message) {
        super(message);
    }
}
