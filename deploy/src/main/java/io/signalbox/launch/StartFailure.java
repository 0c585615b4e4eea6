package io.signalbox.launch;

/** Why a node could not start, in a sentence an operator can act on; never a secret. */
final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartFailure(String sentence) {
        super(sentence, null, false, false);
    }

    StartFailure(String sentence, Throwable cause) {
        super(sentence, cause, false, false);
    }
}
