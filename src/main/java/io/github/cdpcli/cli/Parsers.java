package io.github.cdpcli.cli;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.send.Region;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Values of options that are more than text. */
final class Parsers {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)(ms|s|m|h)?");

    private Parsers() {}

    static Region region(String text) {
        return Region.of(text).orElseThrow(() -> new TypeConversionException("us or eu"));
    }

    static CallType callType(String text) {
        return CallType.of(text).orElseThrow(() -> new TypeConversionException("one of " + CallType.list()));
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException("a time zone such as Europe/Rome, UTC or +02:00" + meant(text));
        }
    }

    /** Many name the city alone. */
    private static String meant(String text) {
        String city = "/" + text.strip().replace(' ', '_').toLowerCase(Locale.ROOT);
        return ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.toLowerCase(Locale.ROOT).endsWith(city))
                .min(Comparator.naturalOrder())
                .map(id -> "; did you mean " + id + "?")
                .orElse("");
    }

    /** {@link #duration}, for the options of a single call: a lambda would take its time to start. */
    static final class DurationParser implements Options.Parser<Duration> {
        @Override
        public Duration parse(String text) {
            return duration(text);
        }
    }

    /** {@link #count}, in the same way. */
    static final class CountParser implements Options.Parser<Integer> {
        @Override
        public Integer parse(String text) {
            return count(text);
        }
    }

    /** {@code 30}, {@code 30s}, {@code 500ms}, {@code 2m}, {@code 1h}: without a unit, seconds. */
    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("a duration such as 30s, 500ms or 2m");
        }
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        int millis = switch (unit) {
            case "ms" -> 1;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1000;
        };
        Duration duration = Duration.ofMillis(new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(millis))
                .longValue());
        if (duration.isZero()) {
            throw new TypeConversionException("longer than nothing");
        }
        return duration;
    }

    /**
     * One of some words, in any case.
     *
     * @param expected the words, as a person would list them
     */
    static <T extends Enum<T>> T oneOf(T[] values, String text, String expected) {
        for (T value : values) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw new TypeConversionException(expected);
    }

    static int count(String text) {
        if (!text.matches("\\d{1,6}")) {
            throw new TypeConversionException("a whole number from 0 to 999999");
        }
        return Integer.parseInt(text);
    }
}
