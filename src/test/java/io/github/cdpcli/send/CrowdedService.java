package io.github.cdpcli.send;

import io.github.cdpcli.testing.VirtualLanes;
import io.github.cdpcli.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A service in virtual time that refuses what is too much for it, by 429, and lanes that send to it one request after
 * another, each through the sender that a backfill has.
 */
final class CrowdedService implements Transport {

    private static final Instant START = Instant.parse("2024-06-01T12:00:00Z");

    private final VirtualTime time = new VirtualTime(START);
    private final VirtualLanes lanes = new VirtualLanes(time);
    private final Random random = new Random(1);
    private final List<Second> seconds = new ArrayList<>();
    private Duration answersAfter = Duration.ofMillis(50);
    private Limit limit = (now, last) -> true;
    private Storm storm = new Storm(0, 0, 0, null);
    private @Nullable String retryAfter;
    private double last;

    /** What became of the requests of one second. */
    static final class Second {
        private int taken;
        private int refused;

        int taken() {
            return taken;
        }

        int refused() {
            return refused;
        }

        /** {@code 97}, or {@code 80 and 3 refused}. */
        @Override
        public String toString() {
            return taken + (refused == 0 ? "" : " and " + refused + " refused");
        }
    }

    /** Whether a request may pass; in seconds since the start, and when the last one was there. */
    interface Limit {
        boolean takes(double now, double last);
    }

    /**
     * A part of the requests is refused for a while.
     *
     * @param from the second in which it begins
     * @param to the second in which it is over
     * @param part from 0 to 1
     */
    record Storm(int from, int to, double part, @Nullable String retryAfter) {}

    CrowdedService answersAfter(int millis) {
        answersAfter = Duration.ofMillis(millis);
        return this;
    }

    CrowdedService storm(Storm weather) {
        storm = weather;
        return this;
    }

    /** Refuses what goes beyond so much a second; what was not used is saved up to a number. */
    CrowdedService bucket(int perSecond, int saved, @Nullable String retryAfterHeader) {
        double[] tokens = {saved};
        limit = (now, before) -> {
            tokens[0] = Math.min(saved, tokens[0] + (now - before) * perSecond);
            boolean takes = tokens[0] >= 1;
            tokens[0] -= takes ? 1 : 0;
            return takes;
        };
        retryAfter = retryAfterHeader;
        return this;
    }

    /** Refuses all that comes within a second after so many. */
    CrowdedService window(int perSecond, @Nullable String retryAfterHeader) {
        int[] left = {perSecond};
        limit = (now, before) -> {
            left[0] = (int) now == (int) before ? left[0] : perSecond;
            return left[0]-- > 0;
        };
        retryAfter = retryAfterHeader;
        return this;
    }

    /** The limit that it has is gone from a second on. */
    CrowdedService liftedAt(int second) {
        Limit before = limit;
        limit = (now, previous) -> now >= second || before.takes(now, previous);
        return this;
    }

    @Override
    public Attempt attempt(Request request) {
        try {
            lanes.sleep(answersAfter);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        double now = now();
        Second second = second((int) now);
        boolean stormy = now >= storm.from && now < storm.to && random.nextDouble() < storm.part;
        boolean takes = !stormy && limit.takes(now, last);
        last = stormy ? last : now;
        second.taken += takes ? 1 : 0;
        second.refused += takes ? 0 : 1;
        return new Attempt.Answered(takes ? 200 : 429, stormy ? storm.retryAfter : retryAfter, null, "", true);
    }

    private double now() {
        return Duration.between(START, time.instant()).toNanos() / 1e9;
    }

    private Second second(int number) {
        while (seconds.size() <= number) {
            seconds.add(new Second());
        }
        return seconds.get(number);
    }

    /** Lets so many lanes send for so many seconds: what became of it, second by second. */
    List<Second> serve(int laneCount, int length) {
        Pace pace = new Pace(this, time, lanes, () -> false, laneCount, Pace.USUAL_REQUESTS_PER_SECOND);
        RetryPolicy policy =
                RetryPolicy.outage(Integer.MAX_VALUE, Duration.ofMinutes(10)).paced();
        Random chance = new Random(2);
        Endpoint endpoint = Endpoint.of(Region.US);
        for (int i = 0; i < laneCount; i++) {
            lanes.add(() -> {
                Sender sender =
                        new Sender(endpoint, pace, policy, time, lanes, chance::nextDouble, SendListener.SILENT);
                while (now() < length) {
                    sender.send("batch", new byte[0]);
                }
            });
        }
        lanes.run();
        second(length);
        return List.copyOf(seconds.subList(0, length));
    }

    @Override
    public void close() {}
}
