package io.github.cdpcli.send;

import static io.github.cdpcli.send.ScriptedTransport.answered;
import static io.github.cdpcli.send.ScriptedTransport.failed;
import static io.github.cdpcli.send.ScriptedTransport.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many requests go when, in virtual time. */
class PaceTest {

    private static final Request REQUEST = new Request("/v1/batch", Body.of(new byte[0]), 1, 0);

    private final VirtualTime time = new VirtualTime(Instant.parse("2024-06-01T12:00:00Z"));

    private Pace pace(int most, int requestsPerSecond, Attempt... script) {
        return new Pace(new ScriptedTransport(time, script), time, time, () -> false, most, requestsPerSecond);
    }

    private static void attempt(Pace pace, int times) {
        for (int i = 0; i < times; i++) {
            pace.attempt(REQUEST);
        }
    }

    private static Attempt[] all(int count, Attempt attempt) {
        Attempt[] script = new Attempt[count];
        Arrays.fill(script, attempt);
        return script;
    }

    @Test
    void keepsBelowSoManyRequestsASecond() {
        attempt(pace(8, 10, all(45, answered(200))), 45);
        List<Double> when = time.events().stream()
                .map(event -> Double.valueOf(event.split(" ", -1)[0]))
                .toList();
        for (int i = 11; i < when.size(); i++) {
            assertThat(when.get(i) - when.get(i - 11)).isGreaterThanOrEqualTo(0.999);
        }
        assertThat(when.get(44)).isBetween(4.2, 4.5);
    }

    @Test
    void aSlotThatWasMissedLongAgoIsNotMadeUpFor() {
        Pace pace = pace(8, 10, all(12, answered(200)));
        attempt(pace, 2);
        time.sleep(Duration.ofSeconds(60));
        attempt(pace, 10);
        List<String> events = time.events();
        assertThat(events.get(2)).startsWith("60.");
        assertThat(Double.parseDouble(events.get(11).split(" ", -1)[0])).isGreaterThan(60.75);
    }

    @Test
    void retryAfterHoldsUpEverybody() {
        attempt(pace(8, 1000, retryAfter(429, "7"), answered(200), retryAfter(503, "2"), answered(200)), 4);
        assertThat(time.events())
                .containsExactly(
                        "0.000 attempt → 429", "7.000 attempt → 200", "7.000 attempt → 503", "9.000 attempt → 200");
    }

    @Test
    void retryAfterIsNotBelievedForHoursAndNonsenseIsAShortPause() {
        attempt(pace(8, 1000, retryAfter(429, "86400"), retryAfter(429, "soon"), answered(200)), 3);
        assertThat(time.events())
                .containsExactly("0.000 attempt → 429", "300.000 attempt → 429", "300.500 attempt → 200");
    }

    @Test
    void aShorterRetryAfterDoesNotEndALongerOne() {
        Pace[] pace = new Pace[1];
        Transport twoAtOnce = new Transport() {
            private int calls;

            @Override
            public Attempt attempt(Request request) {
                if (++calls == 1) {
                    time.record("first");
                    pace[0].attempt(request);
                    return retryAfter(429, "1");
                }
                time.record("request " + calls);
                return calls == 2 ? retryAfter(429, "9") : answered(200);
            }

            @Override
            public void close() {}
        };
        pace[0] = new Pace(twoAtOnce, time, time, () -> false, 8, 1000);
        attempt(pace[0], 2);
        assertThat(time.events()).containsExactly("0.000 first", "0.000 request 2", "9.000 request 3");
    }

    @Test
    void growsByOneForEachSuccessUntilTheFirstTrouble() {
        Pace pace = pace(10, 1000, all(20, answered(200)));
        List<Integer> limits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            limits.add(pace.limit());
            pace.attempt(REQUEST);
        }
        assertThat(limits).containsExactly(4, 5, 6, 7, 8, 9, 10, 10);
    }

    @Test
    void doesNotGrowWhileAnswersTakeLongerThanTheyDid() {
        int[] millis = {100};
        Transport slow = new Transport() {
            @Override
            public Attempt attempt(Request request) {
                time.sleep(Duration.ofMillis(millis[0]));
                return answered(200);
            }

            @Override
            public void close() {}
        };
        Pace pace = new Pace(slow, time, time, () -> false, 100, 1000);
        attempt(pace, 10);
        assertThat(pace.limit()).isEqualTo(14);
        millis[0] = 2000;
        attempt(pace, 5);
        int whenItWasNoticed = pace.limit();
        attempt(pace, 20);
        assertThat(pace.limit()).isEqualTo(whenItWasNoticed).isBetween(14, 16);
        millis[0] = 100;
        attempt(pace, 40);
        assertThat(pace.limit()).isGreaterThan(whenItWasNoticed);
    }

    @Test
    void troubleHalvesItAtMostOnceASecondAndItGrowsSlowlyAfterwards() {
        Attempt[] script = all(40, answered(200));
        script[6] = answered(500);
        script[7] = failed(Attempt.Cause.TIMEOUT);
        Pace pace = pace(10, 1000, script);
        attempt(pace, 6);
        assertThat(pace.limit()).isEqualTo(10);
        attempt(pace, 2);
        assertThat(pace.limit()).isEqualTo(5);
        attempt(pace, 5);
        assertThat(pace.limit()).isEqualTo(5);
        attempt(pace, 1);
        assertThat(pace.limit()).isEqualTo(6);
    }

    @Test
    void neverSinksBelowOne() {
        Attempt[] script = all(12, answered(429));
        script[11] = answered(200);
        Pace pace = pace(4, 1, script);
        attempt(pace, 12);
        assertThat(pace.limit()).isBetween(1, 2);
    }

    /** A connection that broke says nothing about load, and a refusal neither. */
    @Test
    void whatIsNoTroubleDoesNotSlowDown() {
        Pace pace = pace(
                4,
                1000,
                failed(Attempt.Cause.BROKEN),
                failed(Attempt.Cause.STALE),
                answered(400),
                answered(413),
                answered(200));
        attempt(pace, 5);
        assertThat(pace.limit()).isEqualTo(4);
    }

    @Test
    void whereNobodyIsThereOneLooksNowAndThen() {
        attempt(
                pace(
                        4,
                        1000,
                        failed(Attempt.Cause.CONNECT),
                        failed(Attempt.Cause.NAME),
                        failed(Attempt.Cause.CONNECT),
                        failed(Attempt.Cause.CONNECT),
                        answered(200)),
                5);
        assertThat(time.events())
                .containsExactly(
                        "0.000 attempt → CONNECT",
                        "0.500 attempt → NAME",
                        "1.500 attempt → CONNECT",
                        "3.500 attempt → CONNECT",
                        "5.500 attempt → 200");
    }

    /** One refusal has made the pace slower, and the next may go at it; only when that does not help all wait. */
    @Test
    void refusalsInARowAreWaitedOutTogether() {
        attempt(pace(4, 1000, answered(429), answered(429), answered(429), answered(200)), 4);
        assertThat(time.events())
                .containsExactly(
                        "0.000 attempt → 429", "0.000 attempt → 429", "0.500 attempt → 429", "1.500 attempt → 200");
    }

    @Test
    void knowsWhatWasWaitedFor() {
        Pace pace = new Pace(
                new ScriptedTransport(time, answered(200), retryAfter(429, "7"), answered(200), answered(200)),
                time,
                time,
                () -> false,
                1,
                1000,
                OptionalInt.of(10));
        go(pace, 20, 20, 20, 20);
        assertThat(pace.waits().of(Waits.Cause.WEIGHT)).isEqualTo(Duration.ofSeconds(4));
        assertThat(pace.waits().of(Waits.Cause.TOO_MANY)).isEqualTo(Duration.ofSeconds(7));
        assertThat(pace.waits().of(Waits.Cause.REQUESTS)).isZero();
    }

    private Pace records(int perSecond, Attempt... script) {
        return new Pace(
                new ScriptedTransport(time, script), time, time, () -> false, 8, 1000, OptionalInt.of(perSecond));
    }

    private static Request holding(int records) {
        return new Request("/v1/batch", Body.of(new byte[0]), records, 0);
    }

    private void go(Pace pace, int... batches) {
        for (int records : batches) {
            pace.attempt(holding(records));
        }
    }

    @Test
    void eachBatchMakesTheNextOneWaitAsLongAsItsRecordsTake() {
        go(records(500, all(4, answered(200))), 500, 250, 1, 500);
        assertThat(time.events())
                .containsExactly(
                        "0.000 attempt → 200", "1.000 attempt → 200", "1.500 attempt → 200", "1.502 attempt → 200");
    }

    @Test
    void timeInWhichNoRecordsWentIsNotMadeUpFor() {
        Pace pace = records(10, all(3, answered(200)));
        go(pace, 10);
        time.sleep(Duration.ofSeconds(60));
        go(pace, 10, 10);
        assertThat(time.events())
                .containsExactly("0.000 attempt → 200", "60.000 attempt → 200", "61.000 attempt → 200");
    }

    @Test
    void manyRecordsAreNoOverflow() {
        go(records(1, all(2, answered(200))), 20_000, 1);
        assertThat(time.events()).containsExactly("0.000 attempt → 200", "20000.000 attempt → 200");
    }

    /** A place in the line is not kept through a pause: what waited comes out of it one after the other. */
    @Test
    void afterAPauseRecordsLeaveAtTheirRateAndNotTogether() {
        go(
                records(10, answered(200), retryAfter(429, "30"), answered(200), answered(200), answered(200)),
                10,
                10,
                10,
                10,
                10);
        assertThat(time.events())
                .containsExactly(
                        "0.000 attempt → 200",
                        "1.000 attempt → 429",
                        "31.000 attempt → 200",
                        "32.000 attempt → 200",
                        "33.000 attempt → 200");
    }

    /** Each lane that begins to wait lets the next one try: in the end all wait for the same moment. */
    @Test
    void lanesThatWaitedForTheSamePauseToEndLeaveAtTheirRate() {
        int[] lanes = {4};
        Pace[] pace = new Pace[1];
        Sleeper together = wait -> {
            Instant until = time.instant().plus(wait);
            if (--lanes[0] > 0) {
                go(pace[0], 10);
            }
            if (until.isAfter(time.instant())) {
                time.sleep(Duration.between(time.instant(), until));
            }
        };
        Attempt[] script = all(5, answered(200));
        script[0] = retryAfter(429, "30");
        pace[0] =
                new Pace(new ScriptedTransport(time, script), time, together, () -> false, 8, 1000, OptionalInt.of(10));
        go(pace[0], 10, 10);
        assertThat(time.events())
                .containsExactly(
                        "0.000 attempt → 429",
                        "30.000 attempt → 200",
                        "31.000 attempt → 200",
                        "32.000 attempt → 200",
                        "33.000 attempt → 200");
    }

    @Test
    void whoWakesLateHasNotGivenTimeAway() {
        Sleeper late = wait -> time.sleep(wait.plusMillis(3));
        Pace pace = new Pace(
                new ScriptedTransport(time, all(101, answered(200))),
                time,
                late,
                () -> false,
                8,
                1000,
                OptionalInt.of(100));
        go(pace, IntStream.generate(() -> 1).limit(101).toArray());
        assertThat(time.events()).last().isEqualTo("1.003 attempt → 200");
    }

    @Test
    void nothingIsSentAnyMoreOnceItIsStopped() {
        ScriptedTransport transport = new ScriptedTransport(time);
        Pace pace = new Pace(transport, time, time, () -> true, 4, 1000);
        assertThat(pace.attempt(REQUEST)).isInstanceOf(Attempt.Failed.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(transport.requests()).isEmpty();
    }
}
