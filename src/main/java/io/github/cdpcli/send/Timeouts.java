package io.github.cdpcli.send;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param connect name, connection and TLS together
 * @param exchange from the first byte of a request to the last of its answer
 */
public record Timeouts(Duration connect, Duration exchange) {
    public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
}
