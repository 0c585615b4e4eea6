package io.signalbox.chat;

/** A member of a request's body that a surface knows: usually an enum's constant. */
public interface BodyMember {

    String wireName();

    /** Whether it may have to change on the way to the provider, so that its place must be known. */
    boolean isSpliced();
}
