package io.github.cdpcli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.cdpcli.event.Problem.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {

    @Nested
    class Lines {

        @Test
        void eachLineIsARecord() throws IOException {
            List<Row> rows = Rows.ofDocuments("{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n");

            assertThat(Rows.shown(rows)).containsExactly("{\"a\":1}", "{\"b\":2}", "{\"c\":3}");
            assertThat(Rows.places(rows))
                    .containsExactly("1 at line 1, byte 0", "2 at line 2, byte 8", "3 at line 3, byte 16");
        }

        @Test
        void aBrokenLineDoesNotReachTheNext() throws IOException {
            List<Row> rows = Rows.ofDocuments("{\"a\":1}\n{\"b\":\n{\"c\":3}\n");

            assertThat(Rows.shown(rows)).containsExactly("{\"a\":1}", "not-json: {\"b\":", "{\"c\":3}");
        }

        @Test
        void theFaultIsNamedByItsPlaceInTheFile() throws IOException {
            List<Row> rows = Rows.ofDocuments("{\"a\":1}\n  {\"b\":x}\n");

            assertThat(Rows.problem(rows.get(1)))
                    .startsWith("this is not JSON: Unrecognized token 'x'")
                    .endsWith("(line 2, column 8)");
        }

        @Test
        void blankLinesAreNoRecordsButCountAsLines() throws IOException {
            List<Row> rows = Rows.ofDocuments("\n \t\r\n{\"a\":1}\n\n\n{\"b\":2}");

            assertThat(Rows.places(rows)).containsExactly("1 at line 3, byte 5", "2 at line 6, byte 15");
        }

        @Test
        void theLastLineNeedsNoEnd() throws IOException {
            assertThat(Rows.shown(Rows.ofDocuments("{\"a\":1}\n{\"b\":2}"))).containsExactly("{\"a\":1}", "{\"b\":2}");
        }

        @Test
        void aTornLastLineIsBroken() throws IOException {
            List<Row> rows = Rows.ofDocuments("{\"a\":1}\n{\"b\":\"x");

            assertThat(Rows.shown(rows)).containsExactly("{\"a\":1}", "not-json: {\"b\":\"x");
        }

        @Test
        void aTornFirstLineIsBroken() throws IOException {
            List<Row> rows = Rows.ofDocuments("\":1,\"x\":2}\n{\"b\":2}\n{\"c\":3}\n");

            assertThat(Rows.shown(rows)).containsExactly("not-json: \":1,\"x\":2}", "{\"b\":2}", "{\"c\":3}");
        }

        @Test
        void aFirstLineWithoutItsEndIsBrokenAndTheNextIsNot() throws IOException {
            List<Row> rows = Rows.ofDocuments("{\"a\":1,\n{\"b\":2}\n{\"c\":}\n{\"d\":4}\n");

            assertThat(Rows.shown(rows))
                    .containsExactly("not-json: {\"a\":1,", "{\"b\":2}", "not-json: {\"c\":}", "{\"d\":4}");
        }

        @Test
        void carriageReturnsBelongToTheLineEnd() throws IOException {
            List<Row> rows = Rows.ofDocuments("{\"a\":1}\r\n{\"b\":2}\r\n");

            assertThat(rows).extracting(Row::raw).containsExactly("{\"a\":1}", "{\"b\":2}");
            assertThat(Rows.places(rows)).containsExactly("1 at line 1, byte 0", "2 at line 2, byte 9");
        }

        @Test
        void aByteOrderMarkIsSkippedAndCounted() throws IOException {
            List<Row> rows = Rows.ofDocuments("\uFEFF{\"a\":1}\n{\"b\":}\n");

            assertThat(Rows.places(rows)).containsExactly("1 at line 1, byte 3", "2 at line 2, byte 11");
            assertThat(Rows.shown(rows)).containsExactly("{\"a\":1}", "not-json: {\"b\":}");
        }

        @Test
        void aLineMayHoldSeveralDocuments() throws IOException {
            List<Row> rows = Rows.ofDocuments("{\"a\":1}{\"b\":2} {\"c\":3}\n{\"d\":4} {\"e\":5}\n");

            assertThat(Rows.shown(rows))
                    .containsExactly("{\"a\":1}", "{\"b\":2}", "{\"c\":3}", "{\"d\":4}", "{\"e\":5}");
            assertThat(Rows.places(rows))
                    .containsExactly(
                            "1 at line 1, byte 0",
                            "2 at line 1, byte 7",
                            "3 at line 1, byte 15",
                            "4 at line 2, byte 23",
                            "5 at line 2, byte 31");
        }

        @Test
        void aDocumentWithSomethingElseBehindItIsBrokenTogetherWithIt() throws IOException {
            List<Row> rows = Rows.ofDocuments("{\"a\":1},\n{\"b\":2}{\"c\":3}}\n{\"d\":4}\n");

            assertThat(Rows.shown(rows))
                    .containsExactly("not-json: {\"a\":1},", "{\"b\":2}", "not-json: {\"c\":3}}", "{\"d\":4}");
        }

        @Test
        void allDocumentsMayStandInOneLongLine() throws IOException {
            String document = "{\"a\":\"" + "x".repeat(1000) + "\"}";

            List<Row> rows = Rows.ofDocuments(document.repeat(3000));

            assertThat(rows).hasSize(3000).allMatch(Row.Parsed.class::isInstance);
            assertThat(rows.get(2999).position().offset()).isEqualTo(2999L * document.length());
        }

        @ParameterizedTest
        @ValueSource(strings = {"42", "\"text\"", "null", "true"})
        void aLineThatIsNoObjectIsBroken(String value) throws IOException {
            List<Row> rows = Rows.ofDocuments(value + "\n{\"a\":1}\n");

            assertThat(Rows.shown(rows)).containsExactly("not-an-object: " + value, "{\"a\":1}");
        }

        @Test
        void zeroBytesAreJustBroken() throws IOException {
            List<Row> rows = Rows.ofDocuments("\0\0\0\n{\"a\":1}\n{\"b\":\0}\n{\"c\":\"\0\"}\n{\"d\":4}");

            assertThat(Rows.shown(rows))
                    .containsExactly(
                            "not-json: \0\0\0",
                            "{\"a\":1}",
                            "not-json: {\"b\":\0}",
                            "not-json: {\"c\":\"\0\"}",
                            "{\"d\":4}");
        }

        @Test
        void duplicateKeysAreBroken() throws IOException {
            assertThat(Rows.shown(Rows.ofDocuments("{\"a\":1,\"a\":2}\n")))
                    .containsExactly("not-json: {\"a\":1,\"a\":2}");
        }

        @Test
        void whatIsNotUtf8IsBrokenWithItsPlace() throws IOException {
            byte[] latin = "{\"a\":1}\n{\"n\":\"J\u00FCrgen\"}\n".getBytes(StandardCharsets.ISO_8859_1);

            List<Row> rows = Rows.ofDocuments(new ByteArrayInputStream(latin));

            assertThat(Rows.shown(rows)).containsExactly("{\"a\":1}", "bad-text: {\"n\":\"J\uFFFDrgen\"}");
            assertThat(Rows.problem(rows.get(1))).isEqualTo("this is not UTF-8 (line 2, column 8)");
        }
    }

    @Nested
    class Documents {

        private static final String PRETTY = "{\n  \"a\": 1\n}\n{\n  \"b\": {\n    \"c\": [\n      {}\n    ]\n  }\n}\n";

        @Test
        void endWhereTheirBracesBalance() throws IOException {
            List<Row> rows = Rows.ofDocuments(PRETTY);

            assertThat(Rows.shown(rows)).containsExactly("{\"a\":1}", "{\"b\":{\"c\":[{}]}}");
            assertThat(Rows.places(rows)).containsExactly("1 at line 1, byte 0", "2 at line 4, byte 13");
            assertThat(rows.get(0).raw()).isEqualTo("{\n  \"a\": 1\n}");
        }

        @Test
        void bracesInStringsDoNotCount() throws IOException {
            List<Row> rows = Rows.ofDocuments("{\n\"a\": \"}{\\\"}\\\\\"\n}\n{\"b\": 2}");

            assertThat(Rows.shown(rows)).containsExactly("{\"a\":\"}{\\\"}\\\\\"}", "{\"b\":2}");
        }

        @Test
        void mayBeFollowedByOnesThatFitOnALine() throws IOException {
            assertThat(Rows.shown(Rows.ofDocuments("{\n\"a\":1}{\"b\":2}\n{}\n{\n\"c\":3\n}")))
                    .containsExactly("{\"a\":1}", "{\"b\":2}", "{}", "{\"c\":3}");
        }

        @Test
        void goOnAtTheNextLineWithABraceAfterASyntaxError() throws IOException {
            List<Row> rows = Rows.ofDocuments("{\n  \"a\": 1\n}\n{\n  \"b\" 2,\n  \"x\": {}\n}\n{\n  \"c\": 3\n}\n");

            assertThat(Rows.shown(rows))
                    .containsExactly("{\"a\":1}", "not-json: {\n  \"b\" 2,\n  \"x\": {}\n}", "{\"c\":3}");
            assertThat(Rows.problem(rows.get(1))).endsWith("(line 5, column 7)");
            assertThat(Rows.places(rows))
                    .containsExactly("1 at line 1, byte 0", "2 at line 4, byte 13", "3 at line 8, byte 36");
        }

        @Test
        void goOnAtABraceThatIsItselfTheError() throws IOException {
            assertThat(Rows.shown(Rows.ofDocuments("{\n  \"a\": 1\n}\n{\n  \"b\": 2,\n{\n  \"c\": 3\n}\n")))
                    .containsExactly("{\"a\":1}", "not-json: {\n  \"b\": 2,", "{\"c\":3}");
        }

        @Test
        void areBrokenWhereTheFileEndsWithin() throws IOException {
            assertThat(Rows.shown(Rows.ofDocuments("{\n  \"a\": 1\n}\n{\n  \"b\": 2\n")))
                    .containsExactly("{\"a\":1}", "not-json: {\n  \"b\": 2");
        }

        @Test
        void areBrokenAloneWhenTheirBracesBalance() throws IOException {
            assertThat(Rows.shown(Rows.ofDocuments("{\n  \"a\": nul\n}\n{\n  \"b\": 2\n}\n")))
                    .containsExactly("not-json: {\n  \"a\": nul\n}", "{\"b\":2}");
        }

        @Test
        void countLinesWithCarriageReturns() throws IOException {
            assertThat(Rows.places(Rows.ofDocuments("{\r\n \"a\":1\r\n}\r\n{\r\n \"b\":2\r\n}\r\n")))
                    .containsExactly("1 at line 1, byte 0", "2 at line 4, byte 14");
        }
    }

    @Nested
    class Arrays {

        @ParameterizedTest
        @ValueSource(
                strings = {"[{\"a\":1},{\"a\":2}]", "[\n  {\"a\":1},\n  {\"a\":2}\n]\n", "[\n{\"a\":1},\n{\"a\":2}\n]\n"
                })
        void areOneBrokenRowThatSaysWhatToDo(String array) throws IOException {
            List<Row> rows = Rows.ofDocuments(array);

            assertThat(rows).hasSize(1);
            assertThat(Rows.problem(rows.get(0))).contains("write its elements on lines of their own");
        }

        @Test
        void saySoWhateverTheirSize() throws IOException {
            List<Row> rows = Rows.ofDocuments("[" + "{\"a\":1},\n".repeat(200_000) + "{}]\n{\"b\":2}");

            assertThat(rows).hasSize(2);
            assertThat(Rows.problem(rows.get(0))).contains("write its elements on lines of their own");
        }
    }

    @Nested
    class Sizes {

        private static String documentOf(int bytes) {
            return "{\"a\":\"" + "x".repeat(bytes - 8) + "\"}";
        }

        @ParameterizedTest
        @ValueSource(strings = {"\n", "\r\n", ""})
        void aRecordOfTheLargestSizeIsRead(String lineEnd) throws IOException {
            List<Row> rows = Rows.ofDocuments(documentOf(RowReader.MAX_RECORD_BYTES) + lineEnd);

            assertThat(rows).hasSize(1).allMatch(Row.Parsed.class::isInstance);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 10, 100_000, 5_000_000})
        void aLargerOneIsSkippedAndShownByItsBeginning(int more) throws IOException {
            String large = documentOf(RowReader.MAX_RECORD_BYTES + more);

            List<Row> rows = Rows.ofDocuments("{\"a\":1}\n" + large + "\n{\"b\":2}\n");

            assertThat(rows).hasSize(3);
            assertThat(((Row.Broken) rows.get(1)).problem().code()).isEqualTo(Code.TOO_LARGE);
            assertThat(large).startsWith(rows.get(1).raw());
            assertThat(rows.get(1).raw()).hasSize(1000);
            assertThat(Rows.shown(rows.get(2))).isEqualTo("{\"b\":2}");
            assertThat(rows.get(2).position()).isEqualTo(new Position("f", 3, 3, 8 + large.length() + 1));
        }

        @Test
        void aLargeFirstLineDecidesLikeAnyOther() throws IOException {
            List<Row> rows = Rows.ofDocuments(documentOf(3_000_000) + "\n{\"b\":\n{\"c\":3}\n");

            assertThat(rows).hasSize(3);
            assertThat(((Row.Broken) rows.get(0)).problem().code()).isEqualTo(Code.TOO_LARGE);
            assertThat(Rows.shown(rows.get(2))).isEqualTo("{\"c\":3}");
        }

        @Test
        void aLargeDocumentOfManyLinesIsSkippedToItsEnd() throws IOException {
            String large = "{\n"
                    + "\"a\": [{\n}],\n".replace("a", "aaaaaaaaaaaaaaaaaaaa").repeat(100_000) + "\"z\": 1\n}\n";

            List<Row> rows = Rows.ofDocuments("{\n\"a\":1\n}\n" + large + "{\n\"b\":2\n}\n");

            assertThat(rows).hasSize(3);
            assertThat(((Row.Broken) rows.get(1)).problem().code()).isEqualTo(Code.TOO_LARGE);
            assertThat(Rows.shown(rows.get(2))).isEqualTo("{\"b\":2}");
            assertThat(rows.get(2).position().line()).isEqualTo(4 + 200_003);
        }

        @Test
        void theBeginningIsCutBetweenCharacters() throws IOException {
            List<Row> rows = Rows.ofDocuments("{}\n{\"a\":\"" + "\u20AC".repeat(400_000) + "\"}\n");

            assertThat(rows.get(1).raw()).endsWith("\u20AC").doesNotContain("\uFFFD");
        }
    }

    @Nested
    class Streams {

        @Test
        void aLineIsReturnedBeforeMoreIsAskedFor() throws IOException {
            DocumentReader reader = new DocumentReader("-", Trickle.stalling("{\"a\":1}\n", "{\"b\"", ":2}\n"));

            assertThat(Rows.shown(reader.next())).isEqualTo("{\"a\":1}");
            assertThat(Rows.shown(reader.next())).isEqualTo("{\"b\":2}");
        }

        @Test
        void aDocumentIsReturnedAtItsLastBrace() throws IOException {
            DocumentReader reader = new DocumentReader("-", Trickle.stalling("{\n\"a\":1}", "\n{\n\"b\":2", "\n}"));

            assertThat(Rows.shown(reader.next())).isEqualTo("{\"a\":1}");
            assertThat(Rows.shown(reader.next())).isEqualTo("{\"b\":2}");
        }

        @Test
        void tellsWhetherAnotherLineIsAtHand() throws IOException {
            DocumentReader reader =
                    new DocumentReader("-", Trickle.stalling("{\"a\":1}\n{\"b\":2}\n\n{\"c\"", ":3}\n"));

            reader.next();
            assertThat(reader.hasBuffered()).isTrue();
            reader.next();
            assertThat(reader.hasBuffered()).isFalse();
            reader.next();
            assertThat(reader.hasBuffered()).isFalse();
        }

        @Test
        void tellsWhetherAnotherDocumentIsAtHand() throws IOException {
            DocumentReader reader =
                    new DocumentReader("-", Trickle.stalling("{\n\"a\":1}\n{\n\"b\":{}\n}\n{\n\"c\":{}", "}"));

            reader.next();
            assertThat(reader.hasBuffered()).isTrue();
            reader.next();
            assertThat(reader.hasBuffered()).isFalse();
        }

        @Test
        void aFailureToReadIsNoBadData() throws IOException {
            InputStream closed = InputStream.nullInputStream();
            closed.close();

            assertThatIOException()
                    .isThrownBy(() -> new DocumentReader("f", closed).next())
                    .withMessage("Stream closed");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n", " \r\n\t\n", "\uFEFF", "\uFEFF\n"})
        void anEmptyFileHasNoRecords(String text) throws IOException {
            assertThat(Rows.ofDocuments(text)).isEmpty();
        }
    }

    @Test
    void theRawTextHasNoBlanksAroundIt() throws IOException {
        assertThat(Rows.ofDocuments("  { \"a\" : 1.10 , \"\u00FC\":[ ] }  \r\n")
                        .get(0)
                        .raw())
                .isEqualTo("{ \"a\" : 1.10 , \"\u00FC\":[ ] }");
    }
}
