package io.signalbox.billing.journal;

/** A place between two blocks: a segment's number and a byte offset in it. */
record JournalPosition(long segment, int offset) implements Comparable<JournalPosition> {

    @Override
    public int compareTo(JournalPosition other) {
        int bySegment = Long.compare(segment, other.segment);
        return bySegment != 0 ? bySegment : Integer.compare(offset, other.offset);
    }
}
