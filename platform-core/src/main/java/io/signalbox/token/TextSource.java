package io.signalbox.token;

/** A text whose tokens are to be counted, read only when its turn comes. */
public interface TextSource {

    /** How long it is, in UTF-8 bytes or somewhat more. */
    long wholeBytes();

    /** The text, or the first part of it; empty when there is nothing to go by but its length. Called on a worker thread. */
    TextSample readBlocking();
}
