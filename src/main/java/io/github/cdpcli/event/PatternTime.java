package io.github.cdpcli.event;

import io.github.cdpcli.event.TimestampReader.Reading;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times in a pattern of the user's. */
final class PatternTime implements Spelling {

    /** The 23rd cannot be a month, nor 13 an hour before noon: what is mixed up in a pattern shows. */
    private static final ZonedDateTime SAMPLE =
            ZonedDateTime.of(2024, 11, 23, 13, 45, 56, 987_654_321, ZoneId.of("Europe/Rome"));

    private static final int SHOWN_OF_PATTERN = 40;

    private static final List<ChronoField> PARTS_OF_TIME = List.of(
            ChronoField.HOUR_OF_DAY,
            ChronoField.HOUR_OF_AMPM,
            ChronoField.AMPM_OF_DAY,
            ChronoField.MINUTE_OF_HOUR,
            ChronoField.SECOND_OF_MINUTE);

    private final String pattern;
    private final DateTimeFormatter formatter;

    private PatternTime(String pattern, DateTimeFormatter formatter) {
        this.pattern = pattern;
        this.formatter = formatter;
    }

    /** What a text gives. */
    sealed interface Parsed {
        /** A pattern that says when something was. */
        record Good(PatternTime pattern) implements Parsed {}

        /** Not one; why, as the end of a sentence. */
        record Bad(String why) implements Parsed {}
    }

    static Parsed parse(String pattern) {
        String letters = unquoted(pattern);
        if (letters.contains("%")) {
            return new Parsed.Bad("has a %; patterns are written like dd/MM/yyyy HH:mm");
        }
        try {
            PatternTime time = new PatternTime(pattern, formatter(pattern, letters));
            return trap(letters)
                    .or(() -> time.misses(letters))
                    .<Parsed>map(Parsed.Bad::new)
                    .orElseGet(() -> new Parsed.Good(time));
        } catch (IllegalArgumentException | DateTimeException e) {
            return new Parsed.Bad("is not understood: " + e.getMessage() + "; text stands in quotes, such as 'T'");
        }
    }

    /** What would be read as something, but hardly as what was meant. */
    private static Optional<String> trap(String letters) {
        if (letters.matches(".*[YwWec].*")) {
            return Optional.of(
                    "counts weeks, which every country does its own way: yyyy is the year (YYYY that of a week), "
                            + "MM the month, dd the day");
        }
        return letters.matches(".*[zv].*")
                ? Optional.of("has a zone by letters such as CST, which is several zones: XXX is an offset, "
                        + "VV a name such as Europe/Rome")
                : Optional.empty();
    }

    /** What of a pattern is instruction and not text. */
    private static String unquoted(String pattern) {
        return pattern.replaceAll("'[^']*'", "");
    }

    /** A year of an era is half a year to a strict reader; without an era, people mean the year. */
    private static DateTimeFormatter formatter(String pattern, String letters) {
        StringBuilder strict = new StringBuilder(pattern);
        boolean isQuoted = false;
        for (int i = 0; i < strict.length() && !letters.contains("G"); i++) {
            char c = strict.charAt(i);
            isQuoted ^= c == '\'';
            if (c == 'y' && !isQuoted) {
                strict.setCharAt(i, 'u');
            }
        }
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(strict.toString())
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** Whether it reads back what it writes; if not, why. */
    private Optional<String> misses(String letters) {
        TemporalAccessor back = formatter.parse(formatter.format(SAMPLE));
        LocalDate date = back.query(TemporalQueries.localDate());
        LocalTime time = back.query(TemporalQueries.localTime());
        if (date == null) {
            return Optional.of("names no full date: yyyy is the year, MM the month (mm is the minute), dd the day");
        } else if (!date.equals(SAMPLE.toLocalDate())) {
            return Optional.of("does not read the date back that it writes");
        }
        boolean namesTime = letters.matches(".*[HhKkmsSaBAnN].*");
        return namesTime && (time == null || time.getHour() != SAMPLE.getHour())
                ? Optional.of("names no full time: HH is the hour (hh needs an a, for am or pm), mm the minute")
                : Optional.empty();
    }

    /** A date may stand in a file as a number: 20240301. */
    @Override
    public Reading number(String digits, @Nullable ZoneId zone) {
        return text(digits, zone);
    }

    @Override
    public Reading text(String text, @Nullable ZoneId zone) {
        try {
            TemporalAccessor parsed = formatter.parse(text);
            LocalDate date = parsed.query(TemporalQueries.localDate());
            LocalTime time = parsed.query(TemporalQueries.localTime());
            boolean isHalf = time == null && PARTS_OF_TIME.stream().anyMatch(parsed::isSupported);
            return date == null || isHalf ? unfit() : new WallTime(date, time, zone(parsed)).in(zone);
        } catch (DateTimeParseException e) {
            return e.getCause() == null
                    ? unfit()
                    : new Reading.Unreadable("names a date or time that does not exist, read as " + shown());
        }
    }

    private static WallTime.@Nullable Zone zone(TemporalAccessor parsed) {
        ZoneOffset offset = parsed.query(TemporalQueries.offset());
        ZoneId region = parsed.query(TemporalQueries.zoneId());
        return offset == null && region == null ? null : new WallTime.Zone(offset, false, region);
    }

    private Reading unfit() {
        return new Reading.Unreadable("does not fit --timestamp-format " + shown());
    }

    private String shown() {
        return pattern.length() > SHOWN_OF_PATTERN ? pattern.substring(0, SHOWN_OF_PATTERN) + "…" : pattern;
    }
}
