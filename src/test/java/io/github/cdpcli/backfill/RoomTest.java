package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomTest {

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    @Test
    void isFullUntilHalfOfItIsGivenBack() throws InterruptedException {
        Room room = new Room(100);
        room.take(100);
        assertThat(room.isFull()).isFalse();
        room.take(1);
        assertThat(room.isFull()).isTrue();
        room.give(50);
        assertThat(room.isFull()).isFalse();
        assertThat(room.await(AT_ONCE))
                .as("so that one does not wait for each record")
                .isFalse();
        room.give(1);
        assertThat(room.await(AT_ONCE)).isTrue();
    }

    @Test
    void holdsNobodyBackWhenTheRunEnds() throws InterruptedException {
        Room room = new Room(100);
        room.take(1000);
        room.open();
        assertThat(room.isFull()).isFalse();
        assertThat(room.await(AT_ONCE)).isTrue();
    }

    @Test
    void aLaneGivesBackWhatItTook() throws InterruptedException {
        Room room = new Room(1);
        Lane lane =
                new Lane(new Gate(), () -> 1000, Integer.MAX_VALUE, Duration.ofHours(1), () -> 0, new Pieces(), room);
        for (int i = 1; i <= 5; i++) {
            lane.add(LaneTest.item(i, 900), Optional.empty());
            if (i > 1) {
                lane.settled(lane.take().orElseThrow());
            }
            assertThat(room.isFull()).as("of what is being filled").isTrue();
        }
        lane.end();
        lane.settled(lane.take().orElseThrow());
        assertThat(room.isFull()).isFalse();
    }

    @Test
    void aLaneInAHurrySendsWhatItHasAndWaitsForNothing() throws InterruptedException {
        Lane lane = new Lane(new Gate(), () -> 1000, Integer.MAX_VALUE, Duration.ofHours(1));
        lane.hurry();
        lane.add(LaneTest.item(1, 10), Optional.empty());
        lane.hurry();
        lane.add(LaneTest.item(2, 10), Optional.empty());
        lane.hurry();
        assertThat(lane.take().orElseThrow().items()).extracting(Item::record).containsExactly(1L);
        lane.settled();
        lane.hurry();
        assertThat(lane.take().orElseThrow().items()).extracting(Item::record).containsExactly(2L);
    }
}
