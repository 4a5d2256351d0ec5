package io.github.cdpcli.backfill;

import io.github.cdpcli.send.Waits;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run would have had to have more of to be faster, as far as its waits tell.
 *
 * <p>A reader that hardly ever waits for room in a lane is what the run is limited by, if the lanes wait for records
 * meanwhile. One that waits is not: then it is whatever the lanes spend most of their time with, or, if most of them have
 * nothing to do at that, the order that makes one wait while others are idle. What is neither is mixed.
 *
 * @param shares what that rests on
 */
public record Bottleneck(Cause cause, Shares shares) {

    /** Shorter runs, and those with fewer requests, are over before there is anything to see. */
    private static final long SHORTEST = Duration.ofSeconds(2).toNanos();

    private static final long FEWEST_REQUESTS = 10;

    private static final int READER_HARDLY_WAITED = 10;
    private static final int READER_WAITED = 25;
    private static final int LANES_WAITED = 30;
    private static final int LANES_IDLE = 35;
    private static final int MOST_OF_IT = 50;
    private static final int HELD_BACK = 30;

    /** What it is. */
    public enum Cause {
        /** Reading the input and making events of it. */
        READING,
        /** The time that answers take. */
        ANSWERS,
        /** Answers that take longer the more requests are under way. */
        SLOWER_ANSWERS,
        /** The order of users: some lanes had much to do, and the others waited. */
        ORDER,
        /** So many records a second, as asked for. */
        RATE,
        /** So many requests a second, as asked for or by default. */
        MAX_RPS,
        /** The service refused requests because they were too many. */
        TOO_MANY_REQUESTS,
        /** Errors, time-outs and broken connections. */
        FAILURES,
        /** No single thing. */
        MIXED;

        /** As in JSON: {@code too-many-requests}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Parts in percent.
     *
     * @param lanes how many there were
     * @param readerWaited of the time of the run: the reader for room in a lane, or the run for the last answers
     * @param lanesIdle of the time of all lanes: without a record to send
     * @param answers of the time in which lanes had something to send: waiting for an answer
     * @param slowerAnswers of that time: for their turn, because answers took longer the more were under way
     * @param rate of that time: held back by a rate of records
     * @param maxRps of that time: held back by a rate of requests
     * @param tooMany of that time: held back by refusals for too many requests
     * @param failures of that time: with what failed, and until it was tried again
     * @param busiestLane of the records: on the lane with the most
     * @param busiestPartition of the records: in the partition of users with the most
     */
    public record Shares(
            int lanes,
            int readerWaited,
            int lanesIdle,
            int answers,
            int slowerAnswers,
            int rate,
            int maxRps,
            int tooMany,
            int failures,
            int busiestLane,
            int busiestPartition) {

        /** Of the time in which lanes had something to send: for the one thing that held them back the most. */
        public int mostHeldBack() {
            return Math.max(Math.max(rate, maxRps), Math.max(tooMany, failures));
        }

        /** Of the time of all lanes: waiting for an answer. */
        public int answersOfAll() {
            return answers * (100 - lanesIdle) / 100;
        }
    }

    /**
     * What was measured of a run, in nanoseconds and numbers of records.
     *
     * @param total how long it took
     * @param drained how long the lanes went on when everything was read
     * @param requests that were acknowledged
     */
    record Measured(
            long total,
            long drained,
            List<Lane.Times> lanes,
            Waits waits,
            long requests,
            Order order,
            long recordsOfBusiestLane,
            long recordsOfBusiestPartition,
            long records) {

        private Shares shares() {
            long busy = lanes.stream().mapToLong(Lane.Times::busy).sum();
            long readerWaited =
                    lanes.stream().mapToLong(Lane.Times::readerWaited).sum();
            return new Shares(
                    lanes.size(),
                    percent(readerWaited + drained, total),
                    100 - percent(busy, total * lanes.size()),
                    percent(Waits.Cause.ANSWER, busy),
                    percent(Waits.Cause.SLOWER_ANSWERS, busy),
                    percent(Waits.Cause.WEIGHT, busy),
                    percent(Waits.Cause.REQUESTS, busy),
                    percent(Waits.Cause.TOO_MANY, busy),
                    percent(Waits.Cause.FAILURES, busy),
                    percent(recordsOfBusiestLane, records),
                    percent(recordsOfBusiestPartition, records));
        }

        private int percent(Waits.Cause cause, long busy) {
            return percent(waits.of(cause).toNanos(), busy);
        }

        private static int percent(long part, long whole) {
            return whole <= 0 ? 0 : (int) Math.min(100, Math.round(100.0 * part / whole));
        }
    }

    /** What limited a run; empty where it was too short to tell. */
    static Optional<Bottleneck> of(Measured measured) {
        if (measured.total < SHORTEST || measured.requests < FEWEST_REQUESTS) {
            return Optional.empty();
        }
        Shares shares = measured.shares();
        return Optional.of(new Bottleneck(cause(shares, measured.order), shares));
    }

    private static Cause cause(Shares shares, Order order) {
        if (shares.readerWaited < READER_HARDLY_WAITED) {
            return shares.lanesIdle >= LANES_WAITED ? Cause.READING : Cause.MIXED;
        } else if (shares.readerWaited < READER_WAITED) {
            return Cause.MIXED;
        }
        Optional<Cause> heldBack = heldBack(shares);
        boolean isNetwork = shares.answers + shares.slowerAnswers >= MOST_OF_IT;
        return heldBack.orElseGet(() -> isNetwork ? network(shares, order) : Cause.MIXED);
    }

    /** What goes no faster than it may goes no faster with more lanes either, even if most of the time is spent otherwise. */
    private static Optional<Cause> heldBack(Shares shares) {
        int most = shares.mostHeldBack();
        if (most < HELD_BACK) {
            return Optional.empty();
        } else if (shares.rate == most) {
            return Optional.of(Cause.RATE);
        } else if (shares.maxRps == most) {
            return Optional.of(Cause.MAX_RPS);
        }
        return Optional.of(shares.tooMany == most ? Cause.TOO_MANY_REQUESTS : Cause.FAILURES);
    }

    private static Cause network(Shares shares, Order order) {
        if (shares.lanesIdle >= LANES_IDLE) {
            return order.isByUser() && shares.lanes > 1 ? Cause.ORDER : Cause.MIXED;
        }
        if ((shares.answers + shares.slowerAnswers) * (100 - shares.lanesIdle) < MOST_OF_IT * 100) {
            return Cause.MIXED;
        }
        return shares.slowerAnswers > shares.answers ? Cause.SLOWER_ANSWERS : Cause.ANSWERS;
    }
}
