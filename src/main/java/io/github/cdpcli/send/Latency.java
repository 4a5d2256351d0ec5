package io.github.cdpcli.send;

import java.time.Duration;

/**
 * Whether answers come about as fast as they ever did: while they do, more requests may go at a time; when they take
 * longer, something between here and the service is full, and more would only wait there.
 *
 * <p>Not safe for use by several threads.
 */
final class Latency {

    private static final double WEIGHT = 1.0 / 8;
    private static final double SLACK_MILLIS = 50;

    /** What was once the fastest is forgotten in the end: a way that became slower for good is the way there is. */
    private static final double FORGETTING = 1.002;

    private double usual;
    private double fastest = Double.MAX_VALUE;

    /** An answer came. */
    void took(Duration time) {
        double millis = Math.max(0, time.toNanos() / 1e6);
        usual = fastest == Double.MAX_VALUE ? millis : usual + (millis - usual) * WEIGHT;
        fastest = Math.min(usual, fastest * FORGETTING);
    }

    /** Whether the last answers took at most about twice as long as they did at their fastest. */
    boolean holds() {
        return fastest == Double.MAX_VALUE || usual <= 2 * fastest + SLACK_MILLIS;
    }
}
