package io.github.cdpcli.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    private static Json value(String text) {
        return ((JsonText.Document) JsonReader.read(text)).value();
    }

    private static JsonText.Malformed fault(String text) {
        return (JsonText.Malformed) JsonReader.read(text);
    }

    @Nested
    class Values {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0",
                    "-0",
                    "1.10",
                    "12345678901234567890",
                    "0.1000000000000000055511151231257827",
                    "6.02e23",
                    "1E+400",
                    "-1e-400"
                })
        void numbersKeepTheirDigits(String digits) {
            assertThat(value(digits)).isEqualTo(new Json.Num(digits));
        }

        @Test
        void numbersMayBeLong() {
            String digits = "9".repeat(50_000);

            assertThat(value(digits)).isEqualTo(new Json.Num(digits));
        }

        @Test
        void stringsAreUnescaped() {
            assertThat(value("\"\\u00e9\\n\\\"\\\\\\/\\ud83d\\ude00\u20AC\""))
                    .isEqualTo(new Json.Str("\u00E9\n\"\\/\uD83D\uDE00\u20AC"));
        }

        @Test
        void loneSurrogatesAreKept() {
            assertThat(value("\"a\\ud800b\"")).isEqualTo(new Json.Str("a\uD800b"));
            assertThat(value("\"\\udc00\"")).isEqualTo(new Json.Str("\uDC00"));
        }

        @Test
        void wordsAreWords() {
            assertThat(value("[true,false,null]"))
                    .isEqualTo(new Json.Arr(List.of(Json.Word.TRUE, Json.Word.FALSE, Json.Word.NULL)));
        }

        @Test
        void objectsKeepTheirOrder() {
            Json.Obj object = (Json.Obj) value("{\"z\":1,\"a\":{\"y\":2,\"b\":3},\"\":4,\"m.n\":5}");

            assertThat(object.members().keySet()).containsExactly("z", "a", "", "m.n");
            assertThat(((Json.Obj) object.get("a")).members().keySet()).containsExactly("y", "b");
        }
    }

    @Nested
    class Strictness {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " \n",
                    "{",
                    "{\"a\":1",
                    "{\"a\":1,}",
                    "[1,]",
                    "[1 2]",
                    "{\"a\" 1}",
                    "{a:1}",
                    "{'a':1}",
                    "nul",
                    "True",
                    "NaN",
                    "Infinity",
                    "01",
                    "1.",
                    ".5",
                    "+1",
                    "1e",
                    "\"a\nb\"",
                    "\"a\0b\"",
                    "\"\\x\"",
                    "\"\\u12\"",
                    "\"a",
                    "// c\n1",
                    "/* c */ 1",
                    "1 # c",
                    "\0",
                    "\uFEFF{}\uFEFF",
                    "\u00A01"
                })
        void refusesWhatIsNotJson(String text) {
            assertThat(JsonReader.read(text)).isInstanceOf(JsonText.Malformed.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{} {}", "{}{}", "{},", "{}]", "{}x", "1 2", "\"a\"b", "null,"})
        void refusesAnythingBehindTheValue(String text) {
            assertThat(JsonReader.read(text)).isInstanceOf(JsonText.Malformed.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"a\":1,\"a\":2}",
                    "{\"a\":1,\"\\u0061\":1}",
                    "{\"x\":{\"a\":1,\"b\":2,\"a\":1}}",
                    "[{\"a\":null,\"a\":null}]"
                })
        void refusesKeysThatAreGivenTwice(String text) {
            assertThat(fault(text).why()).containsIgnoringCase("duplicate");
        }

        @Test
        void refusesDeepNesting() {
            assertThat(value("[".repeat(500) + "]".repeat(500))).isInstanceOf(Json.Arr.class);
            assertThat(JsonReader.read("[".repeat(501) + "]".repeat(501))).isInstanceOf(JsonText.Malformed.class);
            assertThat(JsonReader.read("{\"a\":".repeat(100_000))).isInstanceOf(JsonText.Malformed.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "FF",
                    "C3",
                    "C328",
                    "C0AF",
                    "E282",
                    "EDA080",
                    "EDB080",
                    "F4908080",
                    "F8888080",
                    "80",
                    "E0809F",
                    "FEFF"
                })
        void refusesBytesThatAreNotUtf8(String hex) {
            byte[] bad = HexFormat.of().parseHex(hex);
            byte[] text = ("{\"a\":\"" + new String(bad, StandardCharsets.ISO_8859_1) + "\"}")
                    .getBytes(StandardCharsets.ISO_8859_1);

            assertThat(JsonReader.read(text)).isInstanceOf(JsonText.Malformed.class);
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '~',
                delimiter = '|',
                value = {
                    "~{\"a\":x}~            | 1 | 6",
                    "~{\"a\":1,\n \"b\":}~   | 2 | 6",
                    "~{\n\n  \"a\" 1}~      | 3 | 7",
                    "~{} {}~                | 1 | 4",
                })
        void saysWhereTheFaultIs(String text, int line, int column) {
            assertThat(fault(text)).extracting("line", "column").containsExactly(line, column);
        }

        @Test
        void neverThrows() {
            Seeds.each(2000, random -> {
                byte[] text = new RandomJson(random, "", " ", "\n").object().getBytes(UTF_8);
                for (int i = random.nextInt(4); i > 0; i--) {
                    text[random.nextInt(text.length)] = (byte) random.nextInt(256);
                }

                assertThat(JsonReader.read(text)).isNotNull();
            });
        }
    }

    @Nested
    class Spans {

        @Test
        void runFromTheKeyToTheEndOfTheValue() {
            String text =
                    " {\t\"a\" :\n 1.10 ,\"b\":\"x\\\"}\" , \"\\u00fc\" : { \"c\" : [ ] }\r\n, \"\u20AC\":null ,\"e\":-0}\n";

            assertThat(members(text))
                    .containsExactly(
                            "\"a\" :\n 1.10",
                            "\"b\":\"x\\\"}\"",
                            "\"\\u00fc\" : { \"c\" : [ ] }",
                            "\"\u20AC\":null",
                            "\"e\":-0");
        }

        @Test
        void areOfTheTopLevelOnly() {
            assertThat(((JsonText.Document) JsonReader.read("[{\"a\":1}]")).spans())
                    .isEmpty();
            assertThat(((JsonText.Document) JsonReader.read("{\"a\":{\"b\":1}}")).spans())
                    .containsOnlyKeys("a");
        }

        @Test
        void holdTheMembersAgain() {
            Seeds.each(1000, random -> {
                String text = new RandomJson(random, "", " ", "\n", "\t", "\r\n").object();

                assertThat(value("{" + String.join(",", members(text)) + "}")).isEqualTo(value(text));
                assertThat(members(text)).allMatch(member -> member.equals(member.strip()));
            });
        }

        private List<String> members(String text) {
            byte[] bytes = text.getBytes(UTF_8);
            return ((JsonText.Document) JsonReader.read(bytes))
                    .spans().values().stream()
                            .map(span -> new String(Arrays.copyOfRange(bytes, span.start(), span.end()), UTF_8))
                            .toList();
        }
    }

    @Nested
    class Written {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "[]",
                    "{\"z\":1.10,\"a\":[12345678901234567890,6.02e23,-0,1E400],\"m.n\":{\"\":null}}",
                    "\"\u00E9\u20AC\uD83D\uDE00\u2028/'<>\"",
                    "[true,false,null,\"\"]"
                })
        void isWhatWasRead(String text) {
            assertThat(JsonWriter.text(value(text))).isEqualTo(text);
        }

        @Test
        void hasNoBlanksAndFewEscapes() {
            assertThat(JsonWriter.text(value(" { \"a\" : [ 1 , \"\\u00e9\\/\\n\\u0001\\\"\\\\\" ] } ")))
                    .isEqualTo("{\"a\":[1,\"\u00E9/\\n\\u0001\\\"\\\\\"]}");
        }

        @Test
        void isReadAsTheSame() {
            Seeds.each(1000, random -> {
                Json value = value(new RandomJson(random, "", " ", "\n").object());

                assertThat(value(JsonWriter.text(value))).isEqualTo(value);
            });
        }

        @Test
        void isAddedToWhatIsThere() throws Exception {
            var out = new ByteArrayOutputStream();
            out.write('[');
            JsonWriter.write(Json.of("a"), out);
            out.write(',');
            JsonWriter.write(Json.of(1), out);

            assertThat(out.toString(UTF_8)).isEqualTo("[\"a\",1");
        }
    }

    @Nested
    class Trees {

        @Test
        void areOverlaidAtEveryDepth() {
            Json.Obj below = (Json.Obj) value("{\"a\":{\"x\":1,\"y\":{\"p\":1}},\"b\":1,\"c\":[1]}");
            Json.Obj top = (Json.Obj) value("{\"c\":[2],\"a\":{\"y\":{\"q\":2},\"z\":3},\"d\":null}");

            assertThat(JsonWriter.text(below.overlaidBy(top)))
                    .isEqualTo("{\"a\":{\"x\":1,\"y\":{\"p\":1,\"q\":2},\"z\":3},\"b\":1,\"c\":[2],\"d\":null}");
        }

        @Test
        void areReplacedInPlaceOrAddedToAtTheEnd() {
            Json.Obj object = (Json.Obj) value("{\"a\":1,\"b\":2}");

            assertThat(JsonWriter.text(object.with("a", Json.of("x")).with("c", Json.of(true))))
                    .isEqualTo("{\"a\":\"x\",\"b\":2,\"c\":true}");
        }

        @ParameterizedTest
        @CsvSource({"1,true", "-12,true", "0,true", "1.0,false", "1e2,false", "-0,true"})
        void knowWholeNumbers(String digits, boolean isInteger) {
            assertThat(new Json.Num(digits).isInteger()).isEqualTo(isInteger);
        }

        @Test
        void cannotBeChangedFromOutside() {
            List<Json> items = new ArrayList<>(List.of(Json.of(1)));
            Json.Arr array = new Json.Arr(items);
            items.add(Json.of(2));

            assertThat(array.items()).hasSize(1);
        }
    }

    @Test
    void readsTheSameFromTextAndBytes() {
        Random random = new Random(1);
        String text = new RandomJson(random, " ").object();

        assertThat(JsonReader.read(text)).isEqualTo(JsonReader.read(text.getBytes(UTF_8)));
    }
}
