package io.signalbox.billing.sim;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Between the nodes and the authority: loses, delays and repeats, and is cut for a while. The authority may be down, too. */
final class Network {

    private static final int PATIENCE_MS = 2_000;

    private final Timeline time;
    private final int lossPercent;
    private final int slowPercent;
    private final Set<String> cut = new HashSet<>();
    private boolean authorityDown;
    private boolean healed;

    Network(Timeline time, int lossPercent, int slowPercent) {
        this.time = time;
        this.lossPercent = lossPercent;
        this.slowPercent = slowPercent;
    }

    void cut(String node) {
        if (!healed && cut.add(node)) {
            time.tell(() -> node + " is cut off");
        }
    }

    void join(String node) {
        if (cut.remove(node)) {
            time.tell(() -> node + " is reachable again");
        }
    }

    void authority(boolean up) {
        authorityDown = !up && !healed;
        time.tell(() -> "the authority is " + (authorityDown ? "down" : "up"));
    }

    /** From here on everything arrives. */
    void heal() {
        healed = true;
        authorityDown = false;
        cut.clear();
    }

    boolean isReachable(String node) {
        return !authorityDown && !cut.contains(node);
    }

    /** Runs a transaction at the authority, perhaps; {@code onSilence} when no answer came in time, whether or not it was run. */
    <T> void call(String node, Supplier<Optional<T>> transaction, Consumer<T> onReply, Runnable onSilence) {
        boolean[] over = new boolean[1];
        time.after(PATIENCE_MS, () -> {
            if (!over[0]) {
                over[0] = true;
                onSilence.run();
            }
        });
        if (isLost(node)) {
            return;
        }
        time.after(delay(), () -> {
            Optional<T> reply = isReachable(node) ? transaction.get() : Optional.empty();
            if (reply.isEmpty() || isLost(node)) {
                return;
            }
            time.after(delay(), () -> {
                if (!over[0]) {
                    over[0] = true;
                    onReply.accept(reply.get());
                }
            });
        });
    }

    /** As {@link #call}, for a transaction that may be run again later: the network does so now and then. */
    <T> void callRepeatable(String node, Supplier<Optional<T>> transaction, Consumer<T> onReply, Runnable onSilence) {
        call(node, transaction, onReply, onSilence);
        if (!healed && time.chance(lossPercent)) {
            time.after(time.between(1, 20_000), () -> {
                time.tell(() -> "an old message of " + node + " arrives");
                Optional<T> unheard = transaction.get();
                time.tell(() -> "nobody hears " + unheard);
            });
        }
    }

    void tell(String node, Runnable message) {
        if (!isLost(node)) {
            time.after(delay(), message);
        }
    }

    private boolean isLost(String node) {
        return !isReachable(node) || !healed && time.chance(lossPercent);
    }

    private int delay() {
        return !healed && time.chance(slowPercent) ? time.between(100, 3_000) : time.between(1, 5);
    }
}
