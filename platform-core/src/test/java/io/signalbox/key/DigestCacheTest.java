package io.signalbox.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.telemetry.Meters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DigestCacheTest {

    private static final KeyDigest DIGEST = digest(1);

    private final AtomicLong nanos = new AtomicLong(Duration.ofDays(-1).toNanos());
    private final List<Promise<Optional<Thing>>> lookUps = new ArrayList<>();
    private final DigestCache<Thing> cache = new DigestCache<>(this::lookUp, nanos::get, Meters.unobserved());

    private record Thing(String name) implements DigestCache.Known {

        @Override
        public List<String> subjects() {
            return List.of(name);
        }
    }

    private Future<Optional<Thing>> lookUp(KeyDigest digest) {
        Promise<Optional<Thing>> answer = Promise.promise();
        lookUps.add(answer);
        return answer.future();
    }

    private static KeyDigest digest(long number) {
        return new KeyDigest(number, number, number, number);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void know(String name) {
        Future<Optional<Thing>> first = cache.find(DIGEST);
        lookUps.get(lookUps.size() - 1).complete(Optional.of(new Thing(name)));
        assertThat(first.result()).contains(new Thing(name));
    }

    @Test
    void answersAHitAtOnceWithoutLookingUpAgain() {
        know("key");

        Future<Optional<Thing>> hit = cache.find(DIGEST);

        assertThat(hit.succeeded()).isTrue();
        assertThat(lookUps).hasSize(1);
    }

    @Test
    void looksUpOnceHoweverManyAsk() {
        List<Future<Optional<Thing>>> asked = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            asked.add(cache.find(DIGEST));
        }

        lookUps.get(0).complete(Optional.of(new Thing("key")));

        assertThat(lookUps).hasSize(1);
        assertThat(asked).allMatch(Future::succeeded);
    }

    @Test
    void looksUpAgainWhenAChangeNamesTheSubject() {
        know("key");

        cache.forget("key");

        assertThat(cache.find(DIGEST).isComplete()).isFalse();
        assertThat(lookUps).hasSize(2);
    }

    @Test
    void keepsTheOthersWhenAChangeNamesOne() {
        know("key");

        cache.forget("other");

        assertThat(cache.find(DIGEST).succeeded()).isTrue();
    }

    /** A revocation that lands while an old look-up is under way: neither its waiters' successors nor the cache may believe it. */
    @Test
    void neitherJoinsNorKeepsALookUpBegunBeforeAChange() {
        // Given
        Future<Optional<Thing>> before = cache.find(DIGEST);

        // When
        cache.forget("key");
        Future<Optional<Thing>> after = cache.find(DIGEST);
        lookUps.get(1).complete(Optional.empty());
        lookUps.get(0).complete(Optional.of(new Thing("key")));

        // Then
        assertThat(before.result()).isPresent();
        assertThat(after.result()).isEmpty();
        assertThat(cache.find(DIGEST).isComplete()).isFalse();
    }

    @Test
    void readsAgainAfterThirtySecondsThoughNoNoticeCame() {
        know("key");
        pass(DigestCache.FRESH);

        assertThat(cache.find(DIGEST).isComplete()).isFalse();
    }

    @Test
    void readsAgainWhenNoticesMayHaveBeenLost() {
        know("key");

        cache.doubtAll();

        assertThat(cache.find(DIGEST).isComplete()).isFalse();
    }

    @Test
    void servesWhatItKnowsWhileTheDatabaseFails() {
        // Given
        know("key");
        cache.doubtAll();
        pass(Duration.ofMinutes(4));

        // When
        Future<Optional<Thing>> stale = cache.find(DIGEST);
        lookUps.get(1).fail("database is down");

        // Then
        assertThat(stale.result()).contains(new Thing("key"));
        assertThat(cache.find(DIGEST).succeeded()).as("not asked again at once").isTrue();
        assertThat(lookUps).hasSize(2);
    }

    @Test
    void deniesAfterFiveMinutesOfDatabaseFailure() {
        know("key");
        pass(DigestCache.STALE_MAX);

        Future<Optional<Thing>> late = cache.find(DIGEST);
        lookUps.get(1).fail("database is down");

        assertThat(late.cause())
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE));
    }

    @Test
    void neverServesWhatIsKnownToHaveChanged() {
        know("key");
        cache.forget("key");

        Future<Optional<Thing>> denied = cache.find(DIGEST);
        lookUps.get(1).fail("database is down");

        assertThat(denied.cause())
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE));
    }

    @Test
    void remembersForFiveSecondsThatNobodyIsThere() {
        cache.find(DIGEST);
        lookUps.get(0).complete(Optional.empty());

        assertThat(cache.find(DIGEST).result()).isEmpty();
        pass(DigestCache.NEGATIVE);
        assertThat(cache.find(DIGEST).isComplete()).isFalse();
    }

    @Test
    void neverTakesAFailureForNobody() {
        Future<Optional<Thing>> failed = cache.find(DIGEST);
        lookUps.get(0).fail("database is down");

        assertThat(failed.failed()).isTrue();
        assertThat(cache.find(DIGEST).isComplete()).as("asks again").isFalse();
    }

    @Test
    void looksUpFiftyAtATime() {
        for (int i = 0; i < 60; i++) {
            cache.find(digest(i));
        }
        assertThat(lookUps).hasSize(DigestCache.LOOKUPS_MAX);

        lookUps.get(0).complete(Optional.empty());
        lookUps.get(1).fail("database is down");

        assertThat(lookUps).hasSize(DigestCache.LOOKUPS_MAX + 2);
    }

    @Test
    void completesOnTheContextThatAsked() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Promise<Context> seen = Promise.promise();
            Context asking = vertx.getOrCreateContext();
            Promise<Void> asked = Promise.promise();
            asking.runOnContext(nothing -> {
                cache.find(DIGEST).onComplete(done -> seen.complete(Vertx.currentContext()));
                asked.complete();
            });
            asked.future().await(5, TimeUnit.SECONDS);

            lookUps.get(0).complete(Optional.of(new Thing("key")));

            assertThat(seen.future().await(5, TimeUnit.SECONDS)).isEqualTo(asking);
        } finally {
            vertx.close().await(5, TimeUnit.SECONDS);
        }
    }
}
