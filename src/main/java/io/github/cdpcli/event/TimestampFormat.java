package io.github.cdpcli.event;

import java.util.List;

/**
 * How the times of a file are spelled, so that nothing need be guessed: what does not fit is no time.
 */
public final class TimestampFormat {

    /**
     * Whatever can mean one thing only: ISO-8601 with all that databases make of it (offsets in any spelling,
     * {@code +00}, {@code UTC}, {@code [Europe/Rome]}, any number of decimals, 24:00, leap seconds, no dashes), RFC 1123,
     * and counts since 1970 as numbers or digits, told apart by magnitude.
     */
    public static final TimestampFormat ANY = new TimestampFormat(Spelling.ANY, "");

    private final Spelling spelling;
    private final String name;

    private TimestampFormat(Spelling spelling, String name) {
        this.spelling = spelling;
        this.name = name;
    }

    /** What a text gives. */
    public sealed interface Parsed {
        /** A format. */
        record Known(TimestampFormat format) implements Parsed {}

        /** Not a format; why, as the end of a sentence. */
        record Bad(String why) implements Parsed {}
    }

    /**
     * Reads the name of a format.
     *
     * @param text {@code iso}; {@code s}, {@code ms}, {@code us} or {@code ns}, which also makes small and negative numbers
     *     times; or a pattern of {@link java.time.format.DateTimeFormatter}
     */
    public static Parsed parse(String text) {
        if (text.equals("iso")) {
            return new Parsed.Known(new TimestampFormat(Spelling.ISO, text));
        }
        for (EpochTime.Unit unit : List.of(EpochTime.Unit.values())) {
            if (text.equals(unit.symbol())) {
                return new Parsed.Known(new TimestampFormat(new Spelling.Count(unit), text));
            }
        }
        PatternTime.Parsed pattern = PatternTime.parse(text);
        return pattern instanceof PatternTime.Parsed.Good good
                ? new Parsed.Known(new TimestampFormat(good.pattern(), text))
                : new Parsed.Bad(((PatternTime.Parsed.Bad) pattern).why());
    }

    Spelling spelling() {
        return spelling;
    }

    /** As it was named; empty when it was not. */
    public String name() {
        return name;
    }
}
