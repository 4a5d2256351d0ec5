package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Age;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.Timestamps;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps a file of history from doing what only live events should: mail people, delete them, or lie in the future.
 *
 * @param clock the time of day
 * @param allowTriggers send records of the last 72 hours, which can trigger campaigns
 * @param allowDestructive send events that delete or suppress
 * @param allowFuture send records more than five minutes ahead of the clock
 */
public record Guard(Clock clock, boolean allowTriggers, boolean allowDestructive, boolean allowFuture) {

    /** Why a record is not sent although it is valid. */
    public record Objection(ReasonCode code, String field, String message) {}

    Optional<Objection> objectTo(Event event) {
        Instant timestamp = event.timestamp();
        if (timestamp == null) {
            return Optional.of(
                    new Objection(
                            ReasonCode.MISSING_TIMESTAMP,
                            "timestamp",
                            "is missing; fill it in, name its column by --rename COLUMN=timestamp, or give --timestamp-default now"));
        } else if (event.isDestructive() && !allowDestructive) {
            return Optional.of(new Objection(
                    ReasonCode.HELD_DESTRUCTIVE,
                    "event",
                    "is a command that cannot be taken back; --allow-destructive sends it"));
        }
        Age age = Age.of(timestamp, clock.instant());
        if (age == Age.FUTURE && !allowFuture) {
            return Optional.of(new Objection(
                    ReasonCode.FUTURE,
                    "timestamp",
                    "lies in the future: " + Timestamps.format(timestamp) + "; --allow-future sends it"));
        }
        return allowTriggers || age == Age.HISTORY
                ? Optional.empty()
                : Optional.of(new Objection(
                        ReasonCode.HELD_RECENT,
                        "timestamp",
                        "is not older than 72 hours and can trigger campaigns; --allow-triggers sends it"));
    }
}
