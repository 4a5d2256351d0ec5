package io.github.cdpcli.send;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param connect for each address of the host, and again for the proxy and TLS together; looking up its name is not bounded
 * @param exchange from the first byte of a request to the last of its answer
 */
public record Timeouts(Duration connect, Duration exchange) {
    public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
}
