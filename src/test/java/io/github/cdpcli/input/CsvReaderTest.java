package io.github.cdpcli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {

    private static final InputOptions TRACK = new InputOptions(InputFormat.CSV, CallType.TRACK, null);

    /** The cells of column a of every row. */
    private static List<String> cellsOf(String table) throws IOException {
        return Rows.ofTable(Rows.stream(table), TRACK).stream()
                .map(row -> row instanceof Row.Parsed parsed
                        ? ((Json.Obj) parsed.call().get("properties")).text("a")
                        : Rows.problem(row))
                .toList();
    }

    @Nested
    class Cells {

        @ParameterizedTest
        @CsvSource(
                delimiterString = "=>",
                quoteCharacter = '\'',
                ignoreLeadingAndTrailingWhitespace = false,
                value = {
                    "x,y=>x",
                    " x ,y=> x ",
                    "00042,y=>00042",
                    "\"x\",y=>x",
                    "\"x,y\",z=>x,y",
                    "\" x \",y=> x ",
                    "\"5\"\" pipe\",y=>5\" pipe",
                    "5\" pipe,y=>5\" pipe",
                    "x\"y\"z,y=>x\"y\"z",
                    " \"x\",y=> \"x\"",
                    "\"\"\"\",y=>\"",
                    "\"x\" ,y=>x",
                    "x\\,y=>x\\",
                    "#x,y=>#x",
                    "NULL,y=>NULL",
                    "\u20AC \uD83D\uDE00,y=>\u20AC \uD83D\uDE00",
                })
        void areTheTextThatWasWritten(String row, String cell) throws IOException {
            assertThat(cellsOf("a,b\n" + row + "\n")).containsExactly(cell);
        }

        @Test
        void mayHoldLineEndsWithinQuotes() throws IOException {
            assertThat(cellsOf("a,b\r\n\"x\r\ny\nz\rw\",1\r\nq,2\r\n")).containsExactly("x\r\ny\nz\rw", "q");
        }

        @Test
        void mayHoldZeroBytes() throws IOException {
            assertThat(cellsOf("a,b\nx\0y,1\n")).containsExactly("x\0y");
        }

        @Test
        void mayHoldNothingButControlCharacters() throws IOException {
            assertThat(cellsOf("a\n \u001B\n\0\n\n\"\u001B\"\n")).containsExactly(" \u001B", "\0", "\u001B");
        }

        @Test
        void cannotHaveAnythingBehindTheirQuotes() throws IOException {
            assertThat(cellsOf("a,b\n1,\"x\"y\nz,2\n"))
                    .containsExactly(
                            "something stands behind the closing quote of cell 2; a quote within quotes is written twice",
                            "z");
        }
    }

    @Nested
    class Delimiters {

        @ParameterizedTest
        @ValueSource(chars = {',', ';', '\t', '|'})
        void areToldByTheHeader(char delimiter) throws IOException {
            String table = "a,b,c\n1,\"2\",3\n".replace(',', delimiter);

            assertThat(Rows.shown(Rows.ofTable(Rows.stream(table), TRACK)))
                    .containsExactly("{\"type\":\"track\",\"properties\":{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}}");
        }

        @Test
        void withinQuotesDoNotCount() throws IOException {
            assertThat(Rows.shown(Rows.ofTable(Rows.stream("\"a,b,c\";d\n1,5;2\n"), TRACK)))
                    .containsExactly("{\"type\":\"track\",\"properties\":{\"a,b,c\":\"1,5\",\"d\":\"2\"}}");
        }

        @Test
        void areNotNeededByASingleColumn() throws IOException {
            assertThat(cellsOf("a\nx\ny;z\n")).containsExactly("x", "y;z");
        }

        @Test
        void canBeNamed() throws IOException {
            InputOptions colons = new InputOptions(InputFormat.CSV, CallType.TRACK, ':');

            assertThat(Rows.shown(Rows.ofTable(Rows.stream("a:b,c\n1,5:2\n"), colons)))
                    .containsExactly("{\"type\":\"track\",\"properties\":{\"a\":\"1,5\",\"b,c\":\"2\"}}");
        }

        @Test
        void mustBeOneByte() throws IOException {
            InputOptions arrows = new InputOptions(InputFormat.CSV, CallType.TRACK, '\u2192');

            assertThat(Inputs.open("f", Rows.stream("a\u2192b\n"), arrows))
                    .isEqualTo(new Inputs.Opened.Refused(
                            List.of("cannot be split at \"\u2192\": the delimiter must be an ASCII character")));
        }
    }

    @Nested
    class Lines {

        @ParameterizedTest
        @ValueSource(strings = {"\n", "\r\n", "\r"})
        void endInEveryCommonWay(String end) throws IOException {
            List<Row> rows =
                    Rows.ofTable(Rows.stream(String.join(end, "a,b", "1,2", "", "\"3" + end + "3\",4", "5,6")), TRACK);

            int width = end.length();
            assertThat(rows).extracting(Row::raw).containsExactly("1,2", "\"3" + end + "3\",4", "5,6");
            assertThat(Rows.places(rows))
                    .containsExactly(
                            "1 at line 2, byte " + (3 + width),
                            "2 at line 4, byte " + (6 + 3 * width),
                            "3 at line 6, byte " + (12 + 5 * width));
        }

        @Test
        void startBehindAByteOrderMark() throws IOException {
            List<Row> rows = Rows.ofTable(Rows.stream("\uFEFFuserId,a\nu1,x\n"), TRACK);

            assertThat(Rows.shown(rows))
                    .containsExactly("{\"type\":\"track\",\"userId\":\"u1\",\"properties\":{\"a\":\"x\"}}");
            assertThat(Rows.places(rows)).containsExactly("1 at line 2, byte 12");
        }

        @Test
        void areSkippedWhenBlank() throws IOException {
            List<Row> rows =
                    Rows.ofTable(Rows.stream("\n\na;b;c\n\n1;2;3\n;;\n   \n\"\";;\n;;;;;;\n4;5;6\n;;\n;;\n"), TRACK);

            assertThat(Rows.places(rows)).containsExactly("1 at line 5, byte 9", "2 at line 10, byte 34");
        }

        @Test
        void ofAHeaderAloneAreNoRows() throws IOException {
            assertThat(Rows.ofTable("userId,event")).isEmpty();
            assertThat(Rows.ofTable("userId,event\n")).isEmpty();
            assertThat(Rows.ofTable("")).isEmpty();
        }
    }

    @Nested
    class BrokenRows {

        @Test
        void haveTooFewCells() throws IOException {
            assertThat(cellsOf("a,b,c\n1,2\n3,4,5\n"))
                    .containsExactly(
                            "the row has 2 cells, but the header names 3 columns; is there a line end in it that is not within quotes?",
                            "3");
        }

        @Test
        void haveTooManyCells() throws IOException {
            assertThat(cellsOf("a,b\n1,2,,x\n3,4\n"))
                    .containsExactly(
                            "the row has 4 cells, and holds \"x\" in column 4, which has no name in the header; is there a delimiter in it that is not within quotes?",
                            "3");
        }

        @Test
        void areNotThoseWithEmptyCellsTooMany() throws IOException {
            assertThat(cellsOf("a,b\n1,2,,,\n")).containsExactly("1");
        }

        @Test
        void areNotThoseThatEndBeforeUnnamedColumns() throws IOException {
            assertThat(cellsOf("a,b,,\n1,2,,\n3,4,\n5,6\n")).containsExactly("1", "3", "5");
        }

        @Test
        void holdAValueInAColumnWithoutAName() throws IOException {
            assertThat(cellsOf(",a\n0,x\n,y\n"))
                    .containsExactly(
                            "the row has 2 cells, and holds \"0\" in column 1, which has no name in the header; name it there, or empty the cell",
                            "y");
        }

        @Test
        void areNotUtf8() throws IOException {
            byte[] latin = "a,b\nJ\u00FCrgen,1\nx,2\n".getBytes(StandardCharsets.ISO_8859_1);

            List<Row> rows = Rows.ofTable(new ByteArrayInputStream(latin), TRACK);

            assertThat(rows).hasSize(2);
            assertThat(Rows.shown(rows.get(0))).isEqualTo("bad-text: J\uFFFDrgen,1");
            assertThat(Rows.problem(rows.get(0)))
                    .isEqualTo("byte 2 of the record is not UTF-8; name what the file is written in by --encoding");
        }

        @Test
        void openAQuoteThatTheFileDoesNotClose() throws IOException {
            List<Row> rows = Rows.ofTable(Rows.stream("a,b\r\n1,\"x\r\n2,y\r\n3,z\r\n"), TRACK);

            assertThat(rows).extracting(Row::raw).containsExactly("1,\"x\r\n2,y\r\n3,z");
            assertThat(Rows.problem(rows.get(0)))
                    .isEqualTo("a quote is opened in this record and never closed; all that follows is within it");
            assertThat(Rows.places(rows)).containsExactly("1 at line 2, byte 5");
        }

        @Test
        void openAQuoteThatIsNotClosedWithinTheSizeOfARecord() throws IOException {
            String good = "2," + "y".repeat(997) + "\n";

            List<Row> rows = Rows.ofTable(Rows.stream("a,b\n1,\"x\n" + good.repeat(3000) + "3,\"z\"\n"), TRACK);

            assertThat(rows).hasSize(1);
            assertThat(((Row.Broken) rows.get(0)).problem().code()).isEqualTo(Code.TOO_LARGE);
            assertThat(rows.get(0).raw()).startsWith("1,\"x\n2,yyy").hasSize(1000);
        }

        @Test
        void holdLinesWithinQuotesThatAreNeverTakenForRecords() throws IOException {
            String inside = "victim,Order\n".repeat(100_000);

            List<Row> rows = Rows.ofTable(Rows.stream("a,b\n1,\"" + inside + "\"\n2,x\n"), TRACK);

            assertThat(rows).hasSize(2);
            assertThat(((Row.Broken) rows.get(0)).problem().code()).isEqualTo(Code.TOO_LARGE);
            assertThat(rows.get(1).raw()).isEqualTo("2,x");
            assertThat(rows.get(1).position().line()).isEqualTo(100_003);
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "y"})
        void areLongerThanTheLimit(String begin) throws IOException {
            String large = begin + "x".repeat(3_000_000) + ",2";

            List<Row> rows = Rows.ofTable(Rows.stream("a,b\n" + large + "\n3,4\n"), TRACK);

            assertThat(rows).hasSize(2);
            assertThat(((Row.Broken) rows.get(0)).problem().code()).isEqualTo(Code.TOO_LARGE);
            assertThat(rows.get(0).raw()).hasSize(1000);
            assertThat(rows.get(1).position()).isEqualTo(new Position("f", 2, 3, 4 + large.length() + 1));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\n", "\r\n", ""})
        void areNotThoseOfTheLargestSize(String end) throws IOException {
            String largest = "\"" + "x".repeat(RowReader.MAX_RECORD_BYTES - 4) + "\",2";

            assertThat(Rows.ofTable(Rows.stream("a,b\n" + largest + end), TRACK))
                    .hasSize(1)
                    .allMatch(Row.Parsed.class::isInstance);
        }
    }

    @Nested
    class Headers {

        @Test
        void cannotBeReadWhenTheyAreNotUtf8() throws IOException {
            byte[] latin = "user id,gr\u00F6\u00DFe\n".getBytes(StandardCharsets.ISO_8859_1);

            assertThat(Inputs.open("f", new ByteArrayInputStream(latin), InputOptions.none()))
                    .isEqualTo(new Inputs.Opened.Refused(
                            List.of("has no readable header: byte 11 of the record is not UTF-8;"
                                    + " name what the file is written in by --encoding")));
        }

        @Test
        void areRefusedWithAllTheirProblems() throws IOException {
            assertThat(Inputs.open("f", Rows.stream("userId,User ID,a,a\n"), InputOptions.none()))
                    .isEqualTo(
                            new Inputs.Opened.Refused(
                                    List.of(
                                            "column 2 \"User ID\" goes to the same place as column 1 \"userId\"; leave one out by --drop, or name another place by --rename",
                                            "column 4 \"a\" goes to the same place as column 3 \"a\"; leave one out by --drop, or name another place by --rename")));
        }

        @Test
        void mayHoldLineEnds() throws IOException {
            assertThat(Rows.shown(Rows.ofTable(Rows.stream("\"user\nname\",b\nx,y\n"), TRACK)))
                    .containsExactly("{\"type\":\"track\",\"properties\":{\"user\\nname\":\"x\",\"b\":\"y\"}}");
        }
    }

    @Test
    void aRowIsReturnedBeforeMoreIsAskedFor() throws IOException {
        var opened = Inputs.open("-", Trickle.stalling("a,b\r\n", "1,", "2\r\n", "3,4\r\n"), InputOptions.none());
        RowReader reader = ((Inputs.Opened.Ready) opened).reader();

        assertThat(reader.hasBuffered()).isTrue();
        assertThat(reader.next().raw()).isEqualTo("1,2");
        assertThat(reader.hasBuffered()).isFalse();
        assertThat(reader.next().raw()).isEqualTo("3,4");
    }
}
