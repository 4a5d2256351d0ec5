package io.github.cdpcli.input;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a column are, and how one is read. A value is taken or turned down, never guessed at: {@code 007} is
 * no number. Blanks around a value are of no account, except in text.
 */
public sealed interface CellType
        permits CellType.Text,
                CellType.Numeric,
                CellType.Bool,
                CellType.Items,
                CellType.AnyJson,
                CellType.Flag,
                CellType.FlagOrText,
                DateCells {

    /** What reading a value gives. */
    sealed interface Read {
        /** A value. */
        record Value(Json json) implements Read {}

        /** There is nothing but blanks. */
        record Blank() implements Read {}

        /**
         * The value is of another kind.
         *
         * @param expected what would fit, the rest of "must be"
         * @param hint what to do about it; empty when that is clear
         */
        record Misfit(String expected, String hint) implements Read {}
    }

    /** What the name of a type gives. */
    sealed interface Parsed {
        /** A type. */
        record Known(CellType type) implements Parsed {}

        /** None; why, the rest of a sentence that begins with the name. */
        record Bad(String why) implements Parsed {}
    }

    /** As people write them. */
    String LIST = "text, number, bool, date(PATTERN), list(SEPARATOR), json";

    /** The name, as in a header: {@code date(dd/MM/yyyy)}. */
    String wireName();

    /** Whether a value that is no text is one of this type as it is. */
    boolean takes(Json value);

    /**
     * Reads a text.
     *
     * @param zone the zone of times that name none; null when there is none
     */
    Read readText(String text, @Nullable ZoneId zone);

    /** Reads a value: null is one of every type. */
    default Read read(Json value, @Nullable ZoneId zone) {
        if (value == Json.Word.NULL || (!(value instanceof Json.Str) && takes(value))) {
            return new Read.Value(value);
        } else if (value instanceof Json.Str text) {
            return readText(text.value(), zone);
        } else if (value instanceof Json.Num number) {
            return readText(number.digits(), zone);
        }
        return value instanceof Json.Word word
                ? readText(word.text(), zone)
                : new Read.Misfit("a single value", "it is " + value.kind());
    }

    /** Reads the name of a type. */
    static Parsed parse(String name) {
        Matcher call = Named.CALL.matcher(name.strip());
        if (!call.matches()) {
            return new Parsed.Bad("is no type: the types are " + LIST);
        }
        String argument = call.group(2);
        String word = call.group(1);
        if ((argument != null) != (word.equals("date") || word.equals("list"))) {
            return new Parsed.Bad(
                    argument == null
                            ? "needs an argument: date(dd/MM/yyyy), list(|)"
                            : "is no type: the types are " + LIST);
        }
        return switch (word) {
            case "text" -> new Parsed.Known(new Text());
            case "number" -> new Parsed.Known(new Numeric());
            case "bool" -> new Parsed.Known(new Bool());
            case "json" -> new Parsed.Known(new AnyJson());
            case "list" ->
                argument.isEmpty()
                        ? new Parsed.Bad("names no separator: list(|)")
                        : new Parsed.Known(new Items(argument));
            default -> DateCells.of(argument);
        };
    }

    /** How types are written, alone and behind a name. */
    final class Named {
        private static final Pattern CALL =
                Pattern.compile("(text|number|bool|json|date|list)(?:\\((.*)\\))?", Pattern.DOTALL);
        private static final Pattern TYPED = Pattern.compile(
                "(.*\\S)\\s*:\\s*(text|number|bool|json|date|list|(?:date|list)\\(.*\\))", Pattern.DOTALL);
        private static final Pattern ALMOST =
                Pattern.compile(".*:\\s*(?i:int|integer|float|double|decimal|string|boolean|datetime|array)");

        private Named() {}

        /** A name and the type behind it: {@code total:number}; empty when there is none. */
        static Optional<List<String>> split(String text) {
            Matcher typed = TYPED.matcher(text);
            return typed.matches() ? Optional.of(List.of(typed.group(1), typed.group(2))) : Optional.empty();
        }

        /** Whether a name ends with what is a type elsewhere: to take it for a part of the name would be a trap. */
        static boolean isAlmostTyped(String text) {
            return ALMOST.matcher(text).matches();
        }
    }

    /** Text as it is. */
    record Text() implements CellType {
        @Override
        public String wireName() {
            return "text";
        }

        @Override
        public boolean takes(Json value) {
            return false;
        }

        @Override
        public Read readText(String text, @Nullable ZoneId zone) {
            return new Read.Value(Json.of(text));
        }
    }

    /** A number as JSON writes them, digit for digit. */
    record Numeric() implements CellType {
        private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
        private static final Pattern GROUPED = Pattern.compile("[-+]?\\d+(?:[.,'\\u2019\\s\\u00A0\\u202F]\\d+)+");

        @Override
        public String wireName() {
            return "number";
        }

        @Override
        public boolean takes(Json value) {
            return value instanceof Json.Num;
        }

        @Override
        public Read readText(String text, @Nullable ZoneId zone) {
            String number = text.strip();
            if (number.isEmpty()) {
                return new Read.Blank();
            }
            return NUMBER.matcher(number).matches()
                    ? new Read.Value(new Json.Num(number))
                    : new Read.Misfit("a number such as 129.95", hint(number));
        }

        private static String hint(String text) {
            if (GROUPED.matcher(text).matches()) {
                return "write it with a decimal point and without thousands separators";
            }
            return text.matches("-?0\\d+") ? "with its leading zeros it can only be text" : "";
        }
    }

    /** True or false, in the words of spreadsheets and databases. */
    record Bool() implements CellType {
        @Override
        public String wireName() {
            return "bool";
        }

        @Override
        public boolean takes(Json value) {
            return value == Json.Word.TRUE || value == Json.Word.FALSE;
        }

        @Override
        public Read readText(String text, @Nullable ZoneId zone) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "" -> new Read.Blank();
                case "true", "yes", "y", "t", "1" -> new Read.Value(Json.Word.TRUE);
                case "false", "no", "n", "f", "0" -> new Read.Value(Json.Word.FALSE);
                default -> new Read.Misfit("true/false, yes/no, y/n, t/f or 1/0", "");
            };
        }
    }

    /** Several texts in one; blanks around each are of no account. */
    record Items(String separator) implements CellType {
        @Override
        public String wireName() {
            return "list(" + separator + ")";
        }

        @Override
        public boolean takes(Json value) {
            return value instanceof Json.Arr;
        }

        @Override
        public Read readText(String text, @Nullable ZoneId zone) {
            if (text.isBlank()) {
                return new Read.Blank();
            }
            List<Json> items = new ArrayList<>();
            for (String item : text.split(Pattern.quote(separator), -1)) {
                items.add(Json.of(item.strip()));
            }
            return new Read.Value(new Json.Arr(items));
        }
    }

    /** Any JSON value, read strictly. */
    record AnyJson() implements CellType {
        @Override
        public String wireName() {
            return "json";
        }

        @Override
        public boolean takes(Json value) {
            return true;
        }

        @Override
        public Read readText(String text, @Nullable ZoneId zone) {
            if (text.isBlank()) {
                return new Read.Blank();
            }
            JsonText read = JsonReader.read(text);
            return read instanceof JsonText.Document document
                    ? new Read.Value(document.value())
                    : new Read.Misfit("JSON", ((JsonText.Malformed) read).why());
        }
    }

    /** True or false, and nothing else: what a switch holds when nobody says otherwise. */
    record Flag() implements CellType {
        @Override
        public String wireName() {
            return "flag";
        }

        @Override
        public boolean takes(Json value) {
            return value == Json.Word.TRUE || value == Json.Word.FALSE;
        }

        @Override
        public Read readText(String text, @Nullable ZoneId zone) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true" -> new Read.Value(Json.Word.TRUE);
                case "false" -> new Read.Value(Json.Word.FALSE);
                default -> new Read.Misfit("true or false", "");
            };
        }
    }

    /** True or false, or else text. */
    record FlagOrText() implements CellType {
        @Override
        public String wireName() {
            return "flag or text";
        }

        @Override
        public boolean takes(Json value) {
            return true;
        }

        @Override
        public Read readText(String text, @Nullable ZoneId zone) {
            return new Flag().readText(text, zone) instanceof Read.Value flag ? flag : new Read.Value(Json.of(text));
        }
    }
}
