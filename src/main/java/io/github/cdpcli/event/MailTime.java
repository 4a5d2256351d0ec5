package io.github.cdpcli.event;

import io.github.cdpcli.event.TimestampReader.Reading;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as in mails and HTTP, RFC 1123: {@code Fri, 01 Mar 2024 10:00:00 GMT}. */
final class MailTime {

    private static final Pattern FORM = Pattern.compile(
            "(?:[A-Z]{3}, ?)?\\d{1,2} [A-Z]{3} \\d{4} \\d{2}:\\d{2}(?::\\d{2})? (UTC|UT|GMT|Z|[+-]\\d{4})",
            Pattern.CASE_INSENSITIVE);

    /** The names stand here, and not in the tables of a Java, which change: September has been Sep and Sept. */
    private static final DateTimeFormatter RFC_1123 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .optionalStart()
            .appendText(
                    ChronoField.DAY_OF_WEEK,
                    Map.of(1L, "Mon", 2L, "Tue", 3L, "Wed", 4L, "Thu", 5L, "Fri", 6L, "Sat", 7L, "Sun"))
            .appendPattern(",[ ]")
            .optionalEnd()
            .appendPattern("d ")
            .appendText(ChronoField.MONTH_OF_YEAR, months())
            .appendPattern(" uuuu HH:mm[:ss] ")
            .appendOffset("+HHMM", "GMT")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private MailTime() {}

    private static Map<Long, String> months() {
        return Map.ofEntries(
                Map.entry(1L, "Jan"),
                Map.entry(2L, "Feb"),
                Map.entry(3L, "Mar"),
                Map.entry(4L, "Apr"),
                Map.entry(5L, "May"),
                Map.entry(6L, "Jun"),
                Map.entry(7L, "Jul"),
                Map.entry(8L, "Aug"),
                Map.entry(9L, "Sep"),
                Map.entry(10L, "Oct"),
                Map.entry(11L, "Nov"),
                Map.entry(12L, "Dec"));
    }

    /** Empty for a text that is not of this form. */
    static Optional<Reading> read(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String offset = Character.isLetter(form.group(1).charAt(0)) ? "GMT" : form.group(1);
        try {
            TemporalAccessor parsed = RFC_1123.parse(text.substring(0, form.start(1)) + offset);
            WallTime wall = new WallTime(
                    parsed.query(LocalDate::from),
                    parsed.query(LocalTime::from),
                    WallTime.Zone.of(parsed.query(TemporalQueries.offset())));
            return Optional.of(wall.in(null));
        } catch (DateTimeParseException e) {
            return Optional.of(
                    new Reading.Unreadable("names a date or time that does not exist, or another day of the week"));
        }
    }
}
