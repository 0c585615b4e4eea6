package io.signalbox.compatibility;

/** What became of one wish of one client at one target: it works, it is refused in words, or it is broken. */
record Cell(Client client, Target target, Wish wish, boolean stream, Outcome outcome, String words) {

    enum Outcome {
        WORKS,
        REFUSED,
        BROKEN
    }

    String name() {
        return client.title() + " → " + target.provider() + ", " + wish.title() + (stream ? ", streamed" : ", plain");
    }
}
