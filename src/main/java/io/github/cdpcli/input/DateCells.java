package io.github.cdpcli.input;

import io.github.cdpcli.event.Timestamps;
import io.github.cdpcli.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times written by a pattern of {@link DateTimeFormatter}, with English names of months. A day becomes
 * {@code yyyy-MM-dd}, a time ISO-8601 in UTC. Read strictly: there is no 31 June. {@code yy} is a year from 2000 to 2099.
 */
final class DateCells implements CellType {

    private static final ZonedDateTime SAMPLE = ZonedDateTime.of(2024, 11, 23, 17, 46, 38, 123_000_000, ZoneOffset.UTC);
    private static final String LETTERS = "dd is the day, MM the month, yyyy the year, HH:mm:ss the time"
            + " (hh with a for AM/PM): date(dd/MM/yyyy HH:mm)";

    private final String pattern;
    private final DateTimeFormatter formatter;

    private DateCells(String pattern, DateTimeFormatter formatter) {
        this.pattern = pattern;
        this.formatter = formatter;
    }

    /** Reads a pattern; one that does not tell a day, or half of a time, is none. */
    static CellType.Parsed of(String pattern) {
        try {
            DateTimeFormatter formatter = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(proleptic(pattern))
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
            TemporalAccessor read = formatter.parse(formatter.format(SAMPLE));
            boolean hasDay = SAMPLE.toLocalDate().equals(read.query(TemporalQueries.localDate()));
            boolean wantsTime = letters(pattern).matches("(?s).*[HhKkmsSaAnN].*");
            return hasDay && wantsTime == (read.query(TemporalQueries.localTime()) != null)
                    ? new CellType.Parsed.Known(new DateCells(pattern, formatter))
                    : new CellType.Parsed.Bad("does not tell a day, or half of a time: " + LETTERS);
        } catch (IllegalArgumentException | DateTimeException e) {
            return new CellType.Parsed.Bad("is no pattern of a date: " + LETTERS);
        }
    }

    /** Read strictly, {@code y} would be a year of an era that nobody names. */
    private static String proleptic(String pattern) {
        StringBuilder out = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            out.append(c == 'y' && !quoted ? 'u' : c);
        }
        return out.toString();
    }

    private static String letters(String pattern) {
        return pattern.replaceAll("'[^']*'", "");
    }

    @Override
    public String wireName() {
        return "date(" + pattern + ")";
    }

    @Override
    public boolean takes(Json value) {
        return false;
    }

    @Override
    public Read readText(String text, @Nullable ZoneId zone) {
        if (text.isBlank()) {
            return new Read.Blank();
        }
        TemporalAccessor read;
        try {
            read = formatter.parse(text.strip());
        } catch (DateTimeException e) {
            return new Read.Misfit("a date that exists, written " + pattern, "");
        }
        LocalDate day = read.query(TemporalQueries.localDate());
        LocalTime time = read.query(TemporalQueries.localTime());
        if (day == null || day.getYear() < 0 || day.getYear() > 9999) {
            return new Read.Misfit("a date of the years 0000 to 9999, written " + pattern, "");
        }
        ZoneId named = read.query(TemporalQueries.zone());
        return time == null
                ? new Read.Value(Json.of(day.toString()))
                : at(LocalDateTime.of(day, time), named == null ? zone : named);
    }

    private static Read at(LocalDateTime local, @Nullable ZoneId zone) {
        if (zone == null) {
            return new Read.Misfit("a time with a zone", "name the zone by --timezone Area/City");
        } else if (zone.getRules().getValidOffsets(local).isEmpty()) {
            return new Read.Misfit(
                    "a time that exists in " + zone.getId(), "the clocks went forward over it; is it of another zone?");
        }
        Instant instant = local.atZone(zone).toInstant();
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        if (year < 0 || year > 9999) {
            return new Read.Misfit("a time of the years 0000 to 9999", "");
        }
        // No digit that was written is cut.
        return new Read.Value(Json.of(
                instant.truncatedTo(ChronoUnit.MILLIS).equals(instant)
                        ? Timestamps.format(instant)
                        : DateTimeFormatter.ISO_INSTANT.format(instant)));
    }
}
