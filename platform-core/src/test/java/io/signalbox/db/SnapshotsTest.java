package io.signalbox.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class SnapshotsTest {

    private final Deque<Promise<String>> loads = new ArrayDeque<>();
    private final Snapshots<String, String> snapshots = new Snapshots<>(10, key -> {
        Promise<String> promise = Promise.promise();
        loads.add(promise);
        return promise.future();
    });

    @Test
    void loadsOnceForEveryoneAndAnswersHitsAtOnce() {
        Future<String> first = snapshots.of("a");
        Future<String> second = snapshots.of("a");
        assertThat(loads).hasSize(1);

        loads.remove().complete("one");

        assertThat(first.result()).isEqualTo("one");
        assertThat(second.result()).isEqualTo("one");
        assertThat(snapshots.of("a").succeeded()).isTrue();
        assertThat(loads).isEmpty();
    }

    @Test
    void aLoadThatRanWhileItsKeyWasDroppedIsNotKept() {
        Future<String> before = snapshots.of("a");
        snapshots.drop("a");
        loads.remove().complete("old");
        assertThat(before.result()).isEqualTo("old");

        Future<String> after = snapshots.of("a");
        loads.remove().complete("new");

        assertThat(after.result()).isEqualTo("new");
    }

    @Test
    void theLastGoodSnapshotServesWhileLoadingFails() {
        snapshots.of("a");
        loads.remove().complete("good");
        snapshots.drop("a");

        Future<String> stale = snapshots.of("a");
        loads.remove().fail("database away");

        assertThat(stale.result()).isEqualTo("good");
    }

    @Test
    void withoutAGoodSnapshotAFailureIsAFailureAndTheNextCallerTriesAgain() {
        Future<String> failed = snapshots.of("a");
        loads.remove().fail("database away");
        assertThat(failed.failed()).isTrue();

        Future<String> again = snapshots.of("a");
        loads.remove().complete("back");

        assertThat(again.result()).isEqualTo("back");
    }
}
