package io.github.cdpcli.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a sandbox behaves.
 *
 * @param port on the loopback address; 0 for any that is free
 * @param key the only API key it accepts
 * @param permissive answer 200 and drop what is wrong, as the service does without strict mode, whatever the client asks
 * @param faults failures it makes up
 * @param latency how long each answer takes at least
 * @param record a file that gets each accepted call as a line of JSON
 */
public record SandboxOptions(
        int port, String key, boolean permissive, Faults faults, Duration latency, Optional<Path> record) {

    /** A strict sandbox on any free port that does as it should. */
    public static SandboxOptions strict(String key) {
        return new SandboxOptions(0, key, false, Faults.none(), Duration.ZERO, Optional.empty());
    }

    /** Without the key: people give sandboxes the keys they have. */
    @Override
    public String toString() {
        return "SandboxOptions[port=" + port + ", permissive=" + permissive + "]";
    }
}
