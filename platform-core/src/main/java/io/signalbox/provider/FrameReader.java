package io.signalbox.provider;

import io.signalbox.fault.Fault;

/** Finds the frames in bytes that may be cut anywhere. Belongs to one stream. */
public interface FrameReader {

    /** Reads the next piece and gives every frame it completes to its sink, in order; fails with a {@link Fault} {@code PROVIDER_MALFORMED} beyond its bound. */
    void read(byte[] piece);
}
