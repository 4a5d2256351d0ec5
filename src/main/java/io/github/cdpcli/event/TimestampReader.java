package io.github.cdpcli.event;

import io.github.cdpcli.json.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times people write. The service itself reads a bare integer as milliseconds and ignores a string of digits,
 * letting the event land at the current time; so every time is read here and sent in one spelling, and what cannot be
 * read is refused, never replaced. Digits finer than a millisecond are cut, never rounded.
 *
 * <p>Of a call are read ISO-8601 ({@code 2024-03-01T10:00:00Z}, with offset, with a space for the T, without seconds, with
 * up to nine digits of a second), the same followed by {@code UTC} or {@code GMT}, and epoch numbers of seconds, milli-,
 * micro- or nanoseconds, told apart by magnitude. Of files are read {@linkplain TimestampFormat#ANY more}, or what a
 * {@link TimestampFormat} says. A time without a zone is read in the zone given, or refused when there is none.
 */
public final class TimestampReader {

    static final String EXAMPLE = "write it like 2024-03-01T10:00:00Z";
    static final String NOT_A_TIME = "cannot be read as a time: ";

    /** What reading gives. */
    public sealed interface Reading {
        /**
         * A point in time.
         *
         * @param zone where the time named was there twice, because the clocks went back over it; this is the first of the
         *     two. Null when it was there once
         */
        record At(Instant instant, @Nullable ZoneId zone) implements Reading {
            /** A time that was there once. */
            public At(Instant instant) {
                this(instant, null);
            }
        }

        /** Not a time; why, and what would be one. */
        record Unreadable(String why) implements Reading {}
    }

    private final @Nullable ZoneId zone;
    private final Spelling spelling;

    private TimestampReader(@Nullable ZoneId zone, Spelling spelling) {
        this.zone = zone;
        this.spelling = spelling;
    }

    /**
     * For a call as the API defines it: a string of digits is refused, because whoever wrote it and tested it against the
     * service got the current time instead.
     */
    public static TimestampReader forCalls() {
        return new TimestampReader(null, Spelling.OF_CALLS);
    }

    /**
     * For files, whose columns are text: a string of digits is an epoch number.
     *
     * @param zone the zone of times that name none; null refuses them
     */
    public static TimestampReader forFiles(@Nullable ZoneId zone) {
        return forFiles(zone, TimestampFormat.ANY);
    }

    /**
     * For files whose times are spelled in one way, which is then not guessed.
     *
     * @param zone the zone of times that name none; null refuses them
     */
    public static TimestampReader forFiles(@Nullable ZoneId zone, TimestampFormat format) {
        return new TimestampReader(zone, format.spelling());
    }

    /** Whether times of ISO-8601 that name their zone are read as such. */
    boolean readsIso() {
        return spelling.readsIso();
    }

    /** Reads the value of a timestamp field. */
    public Reading read(Json value) {
        if (value instanceof Json.Str text) {
            return spelling.text(text.value().strip(), zone);
        } else if (value instanceof Json.Num number) {
            return spelling.number(number.digits(), zone);
        }
        return new Reading.Unreadable("is " + value.kind() + ", not a time: " + EXAMPLE);
    }

    /** A time, if four digits can spell its year. */
    static Reading at(Instant instant, @Nullable ZoneId twiceIn) {
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        return year < 0 || year > 9999
                ? new Reading.Unreadable("is outside the years 0000 to 9999")
                : new Reading.At(instant, twiceIn);
    }

    static Reading unreadable() {
        return new Reading.Unreadable(NOT_A_TIME + EXAMPLE);
    }

    static Reading noSuchTime() {
        return new Reading.Unreadable("names a date or time that does not exist");
    }
}
