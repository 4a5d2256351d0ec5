package io.github.cdpcli.cli;

import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.json.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How the times of records are read. */
final class TimeOptions {

    private final Options.Value<ZoneId> timezone;
    private final Options.Value<String> timestampDefault;

    TimeOptions(Options options) {
        timezone = options.value("--timezone", "ZONE", Parsers::zone, "Zone of times that name none: Europe/Rome.");
        timestampDefault =
                options.text("--timestamp-default", "now", "Time of records without one (default: rejected).");
    }

    void check() {
        if (timestampDefault.get().filter(text -> !text.equals("now")).isPresent()) {
            throw Failure.usage("--timestamp-default can only be now");
        }
    }

    /** The zone of times that name none. */
    Optional<ZoneId> zone() {
        return timezone.get();
    }

    /**
     * Reads times.
     *
     * @param zone that of the options, or else of a mapping
     */
    TimestampReader reader(Optional<ZoneId> zone) {
        return TimestampReader.forFiles(zone.orElse(null));
    }

    /** The time of records that name none; empty when they are to be rejected. */
    Optional<Instant> timeOfOthers(Supplier<Instant> now) {
        return timestampDefault.get().map(text -> now.get());
    }

    /** What of this gives other records, and so makes another run of the same input another matter. */
    void addTo(Map<String, Json> about) {
        about.put("timezone", Json.of(timezone.get().map(ZoneId::getId).orElse("")));
        about.put("timestampDefault", Json.of(timestampDefault.get().orElse("")));
    }
}
