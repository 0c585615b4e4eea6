package io.signalbox.billing.journal;

/** One record as it was appended; {@code segment} is the file that must outlive it. */
public record JournalRecord(RecordType type, byte[] payload, long segment) {}
