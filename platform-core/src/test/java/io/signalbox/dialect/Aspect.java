package io.signalbox.dialect;

/** What a dialect must show that it can do, or say why its protocol cannot. */
public enum Aspect {
    TEXT,
    SYSTEM,
    MULTI_TURN,
    TOOLS,
    TOOL_CHOICE,
    PARALLEL_CALLS,
    TOOL_RESULTS,
    IMAGES,
    JSON_SCHEMA,
    REASONING,
    SAMPLING,
    STOP_REASONS,
    USAGE,
    /** An error that comes inside a stream that began well. */
    ERROR_EVENT
}
