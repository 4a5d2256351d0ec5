package io.github.cdpcli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cell becomes, by the type of its column. */
class CellTypeTest {

    private static final ZoneId ROME = ZoneId.of("Europe/Rome");

    private static CellType type(String name) {
        CellType.Parsed parsed = CellType.parse(name);
        assertThat(parsed).as(name).isInstanceOf(CellType.Parsed.Known.class);
        return ((CellType.Parsed.Known) parsed).type();
    }

    private static String read(String type, Json value, @Nullable ZoneId zone) {
        CellType.Read read = type(type).read(value, zone);
        if (read instanceof CellType.Read.Misfit misfit) {
            return "not " + misfit.expected() + (misfit.hint().isEmpty() ? "" : "; " + misfit.hint());
        }
        return read instanceof CellType.Read.Value good ? JsonWriter.text(good.json()) : "blank";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            number | 1.10                 | 1.10
            number | ` -0.5 `             | -0.5
            number | 12345678901234567890 | 12345678901234567890
            number | 6.02e23              | 6.02e23
            number | ``                   | blank
            number | 007    | not a number such as 129.95; with its leading zeros it can only be text
            number | 1,234.50 | not a number such as 129.95; write it with a decimal point and without thousands separators
            number | 12,5   | not a number such as 129.95; write it with a decimal point and without thousands separators
            number | 1'000  | not a number such as 129.95; write it with a decimal point and without thousands separators
            number | +5     | not a number such as 129.95
            number | .5     | not a number such as 129.95
            number | 5.     | not a number such as 129.95
            number | $12    | not a number such as 129.95
            number | NaN    | not a number such as 129.95
            bool   | Yes    | true
            bool   | 0      | false
            bool   | T      | true
            bool   | n      | false
            bool   | on     | not true/false, yes/no, y/n, t/f or 1/0
            list(;) | ` a;b ; c;`  | ["a","b","c",""]
            json   | {"a":[1.10,null]} | {"a":[1.10,null]}
            json   | "007"  | "007"
            json   | 007    | not JSON; Invalid numeric value: Leading zeroes not allowed
            text   | ` 007 ` | " 007 "
            """)
    void isReadAsItsColumnSays(String type, String cell, String expected) {
        assertThat(read(type, Json.of(cell), null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            dd/MM/yyyy          | 14/03/2024           | 2024-03-14
            d/M/yyyy            | 4/3/2024             | 2024-03-04
            dd/MM/yy            | 14/03/24             | 2024-03-14
            d MMM yyyy          | 14 mar 2024          | 2024-03-14
            dd/MM/yyyy HH:mm    | 14/03/2024 10:22     | 2024-03-14T09:22:00.000Z
            M/d/yyyy h:mm a     | 3/14/2024 1:05 PM    | 2024-03-14T12:05:00.000Z
            yyyy-MM-dd'T'HH:mmXXX | 2024-03-14T10:22+05:00 | 2024-03-14T05:22:00.000Z
            yyyy-MM-dd HH:mm:ss.SSSSSS | 2024-03-14 10:22:00.123456 | 2024-03-14T09:22:00.123456Z
            dd/MM/yyyy          | 31/06/2024           | not a date that exists, written dd/MM/yyyy
            dd/MM/yyyy          | 03/14/2024           | not a date that exists, written dd/MM/yyyy
            dd/MM/yyyy          | 4/3/2024             | not a date that exists, written dd/MM/yyyy
            dd/MM/yyyy          | 14/03/2024 10:22     | not a date that exists, written dd/MM/yyyy
            dd/MM/yyyy HH:mm    | 31/03/2024 02:30     | not a time that exists in Europe/Rome; the clocks went forward over it; is it of another zone?
            """)
    void readsDatesByTheirPattern(String pattern, String cell, String expected) {
        String read = read("date(" + pattern + ")", Json.of(cell), ROME);
        assertThat(read.startsWith("\"") ? read.substring(1, read.length() - 1) : read)
                .isEqualTo(expected);
    }

    @Test
    void asksForTheZoneOfATime() {
        assertThat(read("date(dd/MM/yyyy HH:mm)", Json.of("14/03/2024 10:22"), null))
                .isEqualTo("not a time with a zone; name the zone by --timezone Area/City");
        assertThat(read("date(dd/MM/yyyy)", Json.of("14/03/2024"), null)).isEqualTo("\"2024-03-14\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dd/mm/yyyy", "DD/MM/YYYY", "MM/yyyy", "HH:mm", "dd/MM/yyyy hh:mm", "dd/MM/yyyy foo", ""})
    void refusesPatternsThatDoNotTellADay(String pattern) {
        assertThat(CellType.parse("date(" + pattern + ")")).isInstanceOf(CellType.Parsed.Bad.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            numbr     ~ is no type: the types are text, number, bool, date(PATTERN), list(SEPARATOR), json
            date      ~ needs an argument: date(dd/MM/yyyy), list(|)
            list()    ~ names no separator: list(|)
            number(2) ~ is no type: the types are text, number, bool, date(PATTERN), list(SEPARATOR), json
            """)
    void refusesWhatIsNoType(String name, String why) {
        assertThat(CellType.parse(name)).isEqualTo(new CellType.Parsed.Bad(why));
    }

    /** Values of a document have a type already; a column that names another converts what can be converted. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            number      | 1.10    | 1.10
            number      | "1.10"  | 1.10
            number      | true    | not a number such as 129.95
            number      | [1]     | not a single value; it is an array
            text        | 00.5    | no JSON
            text        | 1.10    | "1.10"
            text        | true    | "true"
            bool        | false   | false
            bool        | 1       | true
            list(,)     | ["a"]   | ["a"]
            list(,)     | "a,b"   | ["a","b"]
            json        | {"a":1} | {"a":1}
            json        | "[1]"   | [1]
            date(yyyyMMdd) | 20240314 | "2024-03-14"
            number      | null    | null
            """)
    void convertsValuesOfDocuments(String type, String value, String expected) {
        JsonText json = JsonReader.read(value);
        assertThat(json instanceof JsonText.Document document ? read(type, document.value(), null) : "no JSON")
                .isEqualTo(expected);
    }

    @Test
    void keepsItsNameForTheJournal() {
        for (String name : new String[] {"text", "number", "bool", "json", "list(, )", "date(dd/MM/yyyy HH:mm)"}) {
            assertThat(type(name).wireName()).isEqualTo(name);
        }
    }
}
