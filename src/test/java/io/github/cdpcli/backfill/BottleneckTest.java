package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.send.Waits;
import io.github.cdpcli.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run of a hundred seconds on four lanes was limited by, and when nothing is said. */
class BottleneckTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final List<Lane.Times> lanes = new ArrayList<>();
    private final Waits waits = new Waits();
    private Order order = Order.USER;
    private long requests = 1000;
    private long seconds = 100;
    private long drained;

    /** A lane that was busy for so many seconds, and for room in which the reader waited for so many. */
    private BottleneckTest lane(int busy, int readerWaited) {
        lanes.add(new Lane.Times(busy * SECOND, readerWaited * SECOND));
        return this;
    }

    private BottleneckTest waited(Waits.Cause cause, int time) {
        waits.add(cause, Duration.ofSeconds(time));
        return this;
    }

    private Optional<Bottleneck> bottleneck() {
        return Bottleneck.of(new Bottleneck.Measured(
                seconds * SECOND, drained * SECOND, lanes, waits, requests, order, 620, 600, 1000));
    }

    private Bottleneck.Cause cause() {
        return bottleneck().orElseThrow().cause();
    }

    @Test
    void readingIsWhenTheReaderNeverWaitsAndTheLanesDo() {
        lane(20, 1).lane(20, 0).lane(25, 0).lane(10, 1).waited(Waits.Cause.ANSWER, 70);
        assertThat(cause()).isEqualTo(Bottleneck.Cause.READING);
        assertThat(bottleneck().orElseThrow().shares().lanesIdle()).isEqualTo(81);
    }

    /** Both at their limits: more of one alone would not help. */
    @Test
    void whereNeitherWaitsItIsMixed() {
        lane(90, 2).lane(90, 2).lane(95, 0).lane(95, 0).waited(Waits.Cause.ANSWER, 360);
        assertThat(cause()).isEqualTo(Bottleneck.Cause.MIXED);
    }

    @Test
    void answersAreWhenAllLanesWaitForThem() {
        lane(95, 20).lane(95, 20).lane(95, 20).lane(95, 20).waited(Waits.Cause.ANSWER, 360);
        assertThat(cause()).isEqualTo(Bottleneck.Cause.ANSWERS);
        assertThat(bottleneck().orElseThrow().shares().answersOfAll()).isBetween(89, 91);
    }

    @Test
    void answersThatTakeLongerTheMoreThereAreAreAnotherThing() {
        lane(95, 20).lane(95, 20).lane(95, 20).lane(95, 20);
        waited(Waits.Cause.ANSWER, 150).waited(Waits.Cause.SLOWER_ANSWERS, 210);
        assertThat(cause()).isEqualTo(Bottleneck.Cause.SLOWER_ANSWERS);
    }

    @Test
    void theOrderOfUsersIsWhenOneLaneIsBusyAndTheOthersAreNot() {
        lane(98, 85).lane(20, 0).lane(20, 0).lane(20, 0).waited(Waits.Cause.ANSWER, 150);
        assertThat(cause()).isEqualTo(Bottleneck.Cause.ORDER);
        Bottleneck.Shares shares = bottleneck().orElseThrow().shares();
        assertThat(shares.busiestLane()).isEqualTo(62);
        assertThat(shares.busiestPartition()).isEqualTo(60);
        order = Order.NONE;
        assertThat(cause()).isEqualTo(Bottleneck.Cause.MIXED);
    }

    @ParameterizedTest
    @CsvSource({
        "WEIGHT, RATE",
        "REQUESTS, MAX_RPS",
        "TOO_MANY, TOO_MANY_REQUESTS",
        "FAILURES, FAILURES",
    })
    void whatHoldsRequestsBackIsNamed(Waits.Cause waitedFor, Bottleneck.Cause named) {
        lane(98, 20).lane(98, 20).lane(98, 20).lane(98, 20);
        waited(waitedFor, 150).waited(Waits.Cause.ANSWER, 200);
        assertThat(cause()).isEqualTo(named);
    }

    /** A rate holds everybody back: that some lanes have nothing to do then says nothing about the order. */
    @Test
    void aRateIsNotTakenForTheOrder() {
        lane(98, 90).lane(10, 0).lane(10, 0).lane(10, 0);
        waited(Waits.Cause.WEIGHT, 100).waited(Waits.Cause.ANSWER, 20);
        assertThat(cause()).isEqualTo(Bottleneck.Cause.RATE);
    }

    /** Everything was read at once into the lanes: the run waited for them all the same. */
    @Test
    void theLastAnswersAreWaitedForToo() {
        lane(95, 0).lane(95, 0).lane(95, 0).lane(95, 0).waited(Waits.Cause.ANSWER, 360);
        drained = 97;
        assertThat(cause()).isEqualTo(Bottleneck.Cause.ANSWERS);
    }

    @Test
    void aLittleOfEverythingIsMixed() {
        lane(98, 20).lane(98, 20).lane(98, 20).lane(98, 20);
        waited(Waits.Cause.ANSWER, 150).waited(Waits.Cause.TOO_MANY, 100).waited(Waits.Cause.FAILURES, 100);
        assertThat(cause()).isEqualTo(Bottleneck.Cause.MIXED);
    }

    @Test
    void nothingIsSaidOfShortRunsAndOfFewRequests() {
        lane(1, 0).lane(1, 0);
        seconds = 1;
        assertThat(bottleneck()).isEmpty();
        seconds = 2;
        assertThat(bottleneck()).isPresent();
        requests = 9;
        assertThat(bottleneck()).isEmpty();
    }

    /** The lane itself, in virtual time: taken at 1 s, settled at 4 s, and the reader waits from 1 s to 6 s. */
    @Test
    void aLaneKnowsWhenItIsBusyAndWhenTheReaderWaitsForIt() throws Exception {
        VirtualTime time = new VirtualTime(Instant.EPOCH);
        Lane lane = new Lane(
                new Gate(),
                () -> 1000,
                1,
                Duration.ofHours(1),
                () -> time.elapsed().toNanos(),
                new Pieces(),
                new Room(Room.USUAL));
        lane.add(LaneTest.item(1, 10), Optional.empty());
        lane.add(LaneTest.item(2, 10), Optional.empty());
        time.sleep(Duration.ofSeconds(1));
        assertThat(lane.take()).isPresent();
        lane.add(LaneTest.item(3, 10), Optional.empty());
        Thread reader = new Thread(() -> {
            try {
                lane.add(LaneTest.item(4, 10), Optional.empty());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reader.start();
        while (reader.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        time.sleep(Duration.ofSeconds(3));
        lane.settled();
        time.sleep(Duration.ofSeconds(2));
        assertThat(lane.take()).isPresent();
        reader.join();
        time.sleep(Duration.ofSeconds(1));
        assertThat(lane.times()).isEqualTo(new Lane.Times(4 * SECOND, 5 * SECOND));
    }
}
