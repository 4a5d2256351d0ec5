package io.github.cdpcli.event;

import io.github.cdpcli.event.TimestampReader.Reading;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Why a text of a file is not read as a time, and what to do: what it looks like is known even if what it means is not. */
final class Unspelled {

    private static final String BY_PATTERN = "name its pattern by --timestamp-format, such as ";

    private static final Map<Pattern, String> LOOKS = new LinkedHashMap<>();

    static {
        looks("\\d{4}-?W\\d{2}.*", "it is a day of a week; write its date, like 2024-03-01T10:00:00Z");
        looks("\\d{4}-\\d{3}(?:[T ].*)?", "it is a day of a year; " + BY_PATTERN + "yyyy-DDD");
        looks("[+-]\\d+-\\d{2}-\\d{2}.*", "it is outside the years 0000 to 9999");
        looks(
                "\\d{1,2}([/.-])\\d{1,2}\\1\\d{2,4}(?:\\D.*)?",
                "the day or the month may come first; " + BY_PATTERN + "dd/MM/yyyy or MM/dd/yyyy");
        looks("\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}.*[ap]\\.?m\\.?", BY_PATTERN + "yyyy-MM-dd hh:mm:ss a");
        looks("\\d{4}[/.]\\d{1,2}[/.]\\d{1,2}.*", BY_PATTERN + "yyyy/MM/dd HH:mm:ss");
        looks("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}(?:[^:\\d].*)?", "it lacks minutes; " + BY_PATTERN + "yyyy-MM-dd HH");
        looks("\\d.*\\d ?[A-Z]{2,5}", "a zone by letters such as CST is several zones; write an offset such as +02:00");
    }

    private Unspelled() {}

    private static void looks(String like, String advice) {
        LOOKS.put(Pattern.compile(like, Pattern.CASE_INSENSITIVE), advice);
    }

    static Reading reading(String text) {
        return new Reading.Unreadable(TimestampReader.NOT_A_TIME + advice(text));
    }

    private static String advice(String text) {
        OptionalInt foreign = text.codePoints().filter(c -> c > '~' || c < ' ').findFirst();
        if (foreign.isPresent()) {
            return String.format(Locale.ROOT, "it holds the character U+%04X; ", foreign.getAsInt())
                    + TimestampReader.EXAMPLE;
        }
        return LOOKS.entrySet().stream()
                .filter(look -> look.getKey().matcher(text).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(TimestampReader.EXAMPLE + ", or name its pattern by --timestamp-format");
    }
}
