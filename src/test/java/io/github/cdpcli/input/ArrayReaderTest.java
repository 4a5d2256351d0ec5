package io.github.cdpcli.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.json.RandomJson;
import io.github.cdpcli.testing.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Files that are one JSON array. */
class ArrayReaderTest {

    private static List<Row> rows(String text) throws IOException {
        return rows(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static List<Row> rows(InputStream in) throws IOException {
        var opened = (Inputs.Opened.Ready) Inputs.open("f", in, InputOptions.none());
        assertThat(opened.format()).isEqualTo(InputFormat.JSON);
        return Rows.all(opened.reader());
    }

    private static List<String> shown(String text) throws IOException {
        return Rows.shown(rows(text));
    }

    @Nested
    class Elements {

        @Test
        void areRecords() throws IOException {
            assertThat(shown("[{\"a\":1},{\"b\":[{\"c\":\"]},\\\"{\"}]} , {\"d\":{}}]\n"))
                    .containsExactly("{\"a\":1}", "{\"b\":[{\"c\":\"]},\\\"{\"}]}", "{\"d\":{}}");
        }

        @Test
        void standWhereTheyStand() throws IOException {
            String text = "\uFEFF\r\n[\n  {\n    \"a\": 1\n  },\n  {\"b\": 2}, {\"c\": 3}\n]\n";
            assertThat(Rows.places(rows(text)))
                    .containsExactly("1 at line 3, byte 9", "2 at line 6, byte 29", "3 at line 6, byte 39");
        }

        @Test
        void mayBeNone() throws IOException {
            assertThat(shown("[]")).isEmpty();
            assertThat(shown(" [ \n ] \n")).isEmpty();
        }

        @Test
        void ofArraysThatFollowOneAnotherAreReadLikeThoseOfOne() throws IOException {
            assertThat(shown("[{\"a\":1}]\n[]\n[{\"b\":2},{\"c\":3}][{\"d\":4}]"))
                    .containsExactly("{\"a\":1}", "{\"b\":2}", "{\"c\":3}", "{\"d\":4}");
        }

        @Test
        void areReadAsWrittenInWhateverPiecesTheyCome() {
            Seeds.each(300, random -> {
                RandomJson json = new RandomJson(random, "", " ", "\n", "\t");
                List<String> elements = new ArrayList<>();
                StringBuilder text = new StringBuilder(random.nextBoolean() ? "[" : " \n[ ");
                for (int i = random.nextInt(12); i > 0; i--) {
                    String element = json.object();
                    elements.add(element);
                    text.append(element).append(i == 1 ? "" : random.nextBoolean() ? "," : " ,\n ");
                }
                byte[] bytes = text.append("\n]\n").toString().getBytes(UTF_8);
                List<Row> rows = rows(Trickle.of(bytes, random, 1 + random.nextInt(40)));
                assertThat(rows).extracting(Row::raw).isEqualTo(elements);
                assertThat(rows).allMatch(Row.Parsed.class::isInstance);
                for (Row row : rows) {
                    String at = new String(
                            bytes, (int) row.position().offset(), row.raw().getBytes(UTF_8).length, UTF_8);
                    assertThat(at).isEqualTo(row.raw());
                }
            });
        }

        @Test
        void mayHaveAnyLengthButAreNotHeld() throws IOException {
            String large = "{\"a\":\"" + "x".repeat(3_000_000) + "\"}";
            List<Row> rows = rows("[{\"b\":1}," + large + ",\n{\"c\":2}]");
            assertThat(Rows.shown(rows.get(0))).isEqualTo("{\"b\":1}");
            assertThat(Rows.problem(rows.get(1))).isEqualTo("the record is longer than 1000000 bytes, and is skipped");
            assertThat(Rows.shown(rows.get(2))).isEqualTo("{\"c\":2}");
        }
    }

    @Nested
    class BrokenElements {

        @Test
        void doNotSpoilTheOthersOnTheirLine() throws IOException {
            assertThat(shown("[{\"a\":NaN},{\"b\":1},7,\"x,]\",null,[1],{\"c\":2,},{\"d\":3}]"))
                    .containsExactly(
                            "not-json: {\"a\":NaN}",
                            "{\"b\":1}",
                            "not-an-object: 7",
                            "not-an-object: \"x,]\"",
                            "not-an-object: null",
                            "not-an-object: [1]",
                            "not-json: {\"c\":2,}",
                            "{\"d\":3}");
        }

        @Test
        void thatHaveNoEndReachToTheNextLineThatBeginsLikeTheOthers() throws IOException {
            String text = """
                    [
                      {
                        "a": 1
                      },
                      {
                        "b": "no end,
                        "list": [
                          {"type": "inner"}
                        ]
                      },
                      {"c": [1},
                      {"d": 4}
                    ]
                    """;
            List<Row> rows = rows(text);
            assertThat(Rows.shown(rows.get(0))).isEqualTo("{\"a\":1}");
            assertThat(Rows.shown(rows.get(1)))
                    .startsWith("not-json: {\n    \"b\"")
                    .endsWith("]\n  },");
            assertThat(Rows.shown(rows.get(2))).startsWith("not-json: {\"c\": [1}");
            assertThat(Rows.shown(rows.get(3))).isEqualTo("{\"d\":4}");
            assertThat(rows).hasSize(4);
        }

        /** Once quotes are out of step, what looks like an element may be text, or lie in another one. */
        @Test
        void neverMakeARecordOfWhatLiesWithinOne() throws IOException {
            String inner = "{\"type\":\"track\"}";
            for (String text : List.of(
                    "[{\"note\":\"he said \"hi} there\",\"ctx\":" + inner + "},{\"a\":1}]",
                    "[{\"a\":[" + inner + "," + inner + "},{\"b\":1}]",
                    "[{\"a\":\"x},{\"b\":" + inner + "}]",
                    "[{\"a\":\"x\n},\n  " + inner + "]")) {
                assertThat(rows(text)).noneMatch(row -> Rows.shown(row).equals(inner));
                assertThat(rows(text)).noneMatch(Row.Parsed.class::isInstance);
            }
        }

        @Test
        void mayLackACommaOrStandBehindOneTooMany() throws IOException {
            assertThat(shown("[{\"a\":1}\n{\"b\":2},,{\"c\":3},]"))
                    .containsExactly("{\"a\":1}", "{\"b\":2}", "not-json: ,", "{\"c\":3}", "not-json: ]");
        }
    }

    @Nested
    class Ends {

        @Test
        void anArrayThatIsNotClosedIsTold() throws IOException {
            List<Row> rows = rows("[\n{\"a\":1},\n{\"b\":2}\n");
            assertThat(rows).hasSize(3);
            assertThat(Rows.problem(rows.get(2)))
                    .isEqualTo("the array has no closing bracket: the file may be cut off here");
            assertThat(rows.get(2).position()).isEqualTo(new Position("f", 3, 4, 19));
            assertThat(shown("[")).hasSize(1);
            assertThat(shown("[{\"a\":1},")).hasSize(2);
        }

        @Test
        void anElementThatIsCutOffIsTheLastReject() throws IOException {
            List<Row> rows = rows("[{\"a\":1},{\"b\":");
            assertThat(Rows.shown(rows)).containsExactly("{\"a\":1}", "not-json: {\"b\":");
        }

        @Test
        void whatStandsBehindTheEndIsRejectedLineByLine() throws IOException {
            List<Row> rows = rows("[{\"a\":1}] x\n{\"b\":2}\n[{\"c\":3}]]\n");
            assertThat(Rows.shown(rows))
                    .containsExactly("{\"a\":1}", "not-json: x", "not-json: {\"b\":2}", "{\"c\":3}", "not-json: ]");
            assertThat(Rows.problem(rows.get(1))).isEqualTo("stands behind the closing bracket of the array");
        }

        /** However a file is damaged, each of its bytes is in a record or between two. */
        @Test
        void damagedFilesAreReadToTheirEnd() {
            Seeds.each(1000, random -> {
                RandomJson json = new RandomJson(random, "", " ", "\n");
                StringBuilder text = new StringBuilder("[");
                for (int i = 1 + random.nextInt(8); i > 0; i--) {
                    text.append(json.object()).append(i == 1 ? "]" : ",\n");
                }
                byte[] bytes =
                        DocumentReaderPropertyTest.damaged(text.toString().getBytes(UTF_8), random);
                if (bytes.length == 0 || bytes[0] != '[' || (bytes.length > 1 && bytes[1] == 0)) {
                    return;
                }
                List<Row> rows = Rows.all(
                        ((Inputs.Opened.Ready) Inputs.open("f", Trickle.of(bytes, random, 30), InputOptions.none()))
                                .reader());
                for (int i = 0; i < rows.size(); i++) {
                    assertThat(rows.get(i).position().record()).isEqualTo(i + 1);
                    int end = i + 1 == rows.size()
                            ? bytes.length
                            : (int) rows.get(i + 1).position().offset();
                    String between = DocumentReaderPropertyTest.text(
                            bytes, (int) rows.get(i).position().offset(), end);
                    assertThat(between).startsWith(rows.get(i).raw());
                    assertThat(between.substring(rows.get(i).raw().length())).matches("[\\s,\\[\\]]*");
                }
            });
        }
    }
}
