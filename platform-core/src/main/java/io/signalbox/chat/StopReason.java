package io.signalbox.chat;

/** Why a choice ended, in no protocol's words. */
public enum StopReason {
    STOP,
    /** A stop sequence of the caller's. */
    SEQUENCE,
    /** The output limit or the context. */
    LENGTH,
    TOOL_CALLS,
    CONTENT_FILTER,
    REFUSAL,
    /** The provider paused a long turn; sending the answer back continues it. */
    PAUSE
}
