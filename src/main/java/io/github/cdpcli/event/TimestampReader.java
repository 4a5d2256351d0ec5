package io.github.cdpcli.event;

import io.github.cdpcli.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times people write. The service itself reads a bare integer as milliseconds and ignores a string of digits,
 * letting the event land at the current time; so every time is read here and sent in one spelling, and what cannot be
 * read is refused, never replaced.
 *
 * <p>Read are ISO-8601 ({@code 2024-03-01T10:00:00Z}, with offset, with a space for the T, without seconds, with up to
 * nine digits of a second), the same followed by {@code UTC} or {@code GMT}, and epoch numbers of seconds, milli-, micro-
 * or nanoseconds, told apart by magnitude. A time without a zone is read in the zone given, or refused when there is none.
 */
public final class TimestampReader {

    /** What reading gives. */
    public sealed interface Reading {
        /** A point in time. */
        record At(Instant instant) implements Reading {}

        /** Not a time; why, and what would be one. */
        record Unreadable(String why) implements Reading {}
    }

    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})"
            + "(?:[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?)?"
            + " ?(Z|z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?");
    private static final Pattern EPOCH = Pattern.compile("\\d{1,20}(?:\\.\\d{1,9})?");

    private static final BigDecimal SMALLEST_EPOCH = new BigDecimal(100_000_000L);
    private static final String EXAMPLE = "write it like 2024-03-01T10:00:00Z";

    private final @Nullable ZoneId zone;
    private final boolean digitStrings;

    private TimestampReader(@Nullable ZoneId zone, boolean digitStrings) {
        this.zone = zone;
        this.digitStrings = digitStrings;
    }

    /**
     * For a call as the API defines it: a string of digits is refused, because whoever wrote it and tested it against the
     * service got the current time instead.
     */
    public static TimestampReader forCalls() {
        return new TimestampReader(null, false);
    }

    /**
     * For files, whose columns are text: a string of digits is an epoch number.
     *
     * @param zone the zone of times that name none; null refuses them
     */
    public static TimestampReader forFiles(@Nullable ZoneId zone) {
        return new TimestampReader(zone, true);
    }

    /** Reads the value of a timestamp field. */
    public Reading read(Json value) {
        if (value instanceof Json.Num number) {
            return EPOCH.matcher(number.digits()).matches() ? epoch(number.digits()) : unreadable();
        }
        if (!(value instanceof Json.Str text)) {
            return new Reading.Unreadable("is " + value.kind() + ", not a time: " + EXAMPLE);
        }
        if (EPOCH.matcher(text.value().strip()).matches()) {
            return digitStrings
                    ? epoch(text.value().strip())
                    : new Reading.Unreadable("is digits in a string, which the service ignores: " + EXAMPLE
                            + ", or give the number without quotes");
        }
        return text(text.value().strip());
    }

    private Reading text(String text) {
        Matcher iso = ISO.matcher(text);
        if (!iso.matches()) {
            return unreadable();
        }
        LocalDateTime local;
        ZoneOffset offset;
        try {
            local = LocalDateTime.of(
                    number(iso, 1),
                    number(iso, 2),
                    number(iso, 3),
                    number(iso, 4),
                    number(iso, 5),
                    number(iso, 6),
                    nanos(iso.group(7)));
            offset = iso.group(8) == null ? null : offset(iso.group(8));
        } catch (DateTimeException e) {
            return new Reading.Unreadable("names a date or time that does not exist");
        }
        if (offset != null) {
            return at(local.toInstant(offset));
        }
        if (zone == null) {
            return new Reading.Unreadable("has no time zone: add Z for UTC, or an offset such as +02:00");
        }
        return zone.getRules().getValidOffsets(local).isEmpty()
                ? new Reading.Unreadable("does not exist in " + zone.getId() + ": the clocks went forward over it")
                : at(local.atZone(zone).toInstant());
    }

    private static Reading at(Instant instant) {
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        return year < 0 || year > 9999
                ? new Reading.Unreadable("is outside the years 0000 to 9999")
                : new Reading.At(instant);
    }

    private static Reading unreadable() {
        return new Reading.Unreadable("cannot be read as a time: " + EXAMPLE);
    }

    private static int number(Matcher iso, int group) {
        return iso.group(group) == null ? 0 : Integer.parseInt(iso.group(group));
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }

    private static ZoneOffset offset(String zone) {
        return switch (zone) {
            case "Z", "z", "UTC", "GMT" -> ZoneOffset.UTC;
            default -> ZoneOffset.of(zone);
        };
    }

    /**
     * Seconds, milli-, micro- or nanoseconds by magnitude: the bounds lie three decades apart, each covers the years 1973
     * to 5138. Smaller numbers are refused: they are more likely a date such as 20240301 than a day in 1970.
     */
    private static Reading epoch(String digits) {
        BigDecimal number = new BigDecimal(digits);
        if (number.compareTo(SMALLEST_EPOCH) < 0) {
            return new Reading.Unreadable("is too small a number for a time since 1970: " + EXAMPLE);
        }
        int decimals = 0;
        for (BigDecimal bound = new BigDecimal(100_000_000_000L);
                number.compareTo(bound) >= 0 && decimals < 9;
                bound = bound.scaleByPowerOfTen(3)) {
            decimals += 3;
        }
        BigDecimal seconds = number.scaleByPowerOfTen(-decimals);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        if (whole.precision() > 12) {
            return new Reading.Unreadable("is outside the years 0000 to 9999");
        }
        long nanos = seconds.subtract(whole).movePointRight(9).longValue();
        return at(Instant.ofEpochSecond(whole.longValue(), nanos));
    }
}
