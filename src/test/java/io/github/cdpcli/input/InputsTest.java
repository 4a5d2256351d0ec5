package io.github.cdpcli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputsTest {

    private static Inputs.Opened open(byte[] bytes) throws IOException {
        return Inputs.open("f", new ByteArrayInputStream(bytes), InputOptions.none());
    }

    private static InputFormat formatOf(String text) throws IOException {
        return ((Inputs.Opened.Ready) open(text.getBytes(StandardCharsets.UTF_8))).format();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}\n", "\n\n  {", "\uFEFF{", "\uFEFF\r\n{", "", "\n", "\uFEFF", "{\"a\":\0\0}"})
    void jsonIsToldByItsFirstBrace(String text) throws IOException {
        assertThat(formatOf(text)).isEqualTo(InputFormat.NDJSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "[", "\n\n  [\n{", "\uFEFF[]"})
    void anArrayIsToldByItsFirstBracket(String text) throws IOException {
        assertThat(formatOf(text)).isEqualTo(InputFormat.JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"userId,event\n", "\uFEFFuserId;event", "\n\nuserId", "\uFEFF\n\nuserId", "\"{\",b\n"})
    void everythingElseIsATable(String text) throws IOException {
        assertThat(formatOf(text)).isEqualTo(InputFormat.CSV);
    }

    @Test
    void whatTheUserSaysComesFirst() throws IOException {
        var asTable = new InputOptions(InputFormat.CSV, null, null);
        var asDocuments = new InputOptions(InputFormat.NDJSON, null, null);

        assertThat(Inputs.open("f", Rows.stream("{a},b\n"), asTable))
                .extracting("format")
                .isEqualTo(InputFormat.CSV);
        var opened = (Inputs.Opened.Ready) Inputs.open("f", Rows.stream("a\n{}"), asDocuments);
        assertThat(Rows.shown(Rows.all(opened.reader()))).containsExactly("not-json: a", "{}");
    }

    @ParameterizedTest
    @CsvSource({
        "1f8b0800000000000003, gzip -dc FILE | cdp backfill -",
        "28b52ffd04000100, zstd -dc FILE | cdp backfill -",
        "fd377a585a000004, xz -dc FILE | cdp backfill -",
        "425a6839314159, bzip2 -dc FILE | cdp backfill -",
        "504b030414000000, unzip -p FILE | cdp backfill -",
    })
    void whatIsStillPackedIsRefusedWithTheWayOut(String bytes, String wayOut) throws IOException {
        assertThat(open(HexFormat.of().parseHex(bytes)))
                .isInstanceOfSatisfying(
                        Inputs.Opened.Refused.class,
                        refused -> assertThat(refused.reasons())
                                .singleElement()
                                .asString()
                                .contains(wayOut));
    }

    @Test
    void aPictureIsNoTable() throws IOException {
        assertThat(open(HexFormat.of().parseHex("ffd8ffe000104a46494600010100000100010000ffdb")))
                .isEqualTo(
                        new Inputs.Opened.Refused(
                                List.of(
                                        "has no readable header: it is no text, but binary, as a picture or a database is; leave it out")));
        assertThat(open(HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452")))
                .isInstanceOf(Inputs.Opened.Refused.class);
        assertThat(open("caf\u00e9,\u0007\n".getBytes(StandardCharsets.UTF_8))).isInstanceOf(Inputs.Opened.Ready.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void wideCharactersWithoutAMarkAreRefusedWithTheWayOut(String charset) throws IOException {
        for (String text : new String[] {"{\"a\":1}\n", "userId,event\n"}) {
            assertThat(open(text.getBytes(Charset.forName(charset))))
                    .isInstanceOfSatisfying(
                            Inputs.Opened.Refused.class,
                            refused -> assertThat(refused.reasons())
                                    .singleElement()
                                    .asString()
                                    .contains("say --encoding UTF-16LE or UTF-16BE"));
        }
    }

    @Test
    void lookingLosesNothing() throws IOException {
        String text = "\uFEFF\n{\"a\":1}\n{\"b\":2}\n";

        for (int size = 1; size < 12; size++) {
            var in = Trickle.of(text.getBytes(StandardCharsets.UTF_8), new Random(size), size);
            var opened = (Inputs.Opened.Ready) Inputs.open("f", in, InputOptions.none());
            assertThat(Rows.places(Rows.all(opened.reader())))
                    .containsExactly("1 at line 2, byte 4", "2 at line 3, byte 12");
        }
    }

    @Test
    void lookingNeedsNoMoreThanALine() throws IOException {
        var opened = (Inputs.Opened.Ready) Inputs.open("-", Trickle.stalling("{\"a\"", ":1}\n"), InputOptions.none());

        assertThat(opened.reader().hasBuffered()).isTrue();
        assertThat(Rows.shown(opened.reader().next())).isEqualTo("{\"a\":1}");
    }
}
