package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.Packed.gzip;
import static io.github.cdpcli.testing.Packed.joined;
import static io.github.cdpcli.testing.Packed.zip;
import static io.github.cdpcli.testing.Packed.zstd;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.TestWorld;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that people really have: packed, in folders, in other encodings, damaged. */
class BackfillFilesTest {

    private static final Pattern USER = Pattern.compile("\"userId\":\"([^\"]*)\"");

    @TempDir
    private Path folder;

    private TestWorld world;
    private FakeServer server;

    @BeforeEach
    void begin() {
        server = FakeServer.handling(request -> accepted());
        world = TestWorld.in(folder).env("CDP_API_KEY", "key-1234567890").env("CDP_API_URL", server.url());
    }

    @AfterEach
    void end() {
        server.close();
    }

    private static String track(String user) {
        return "{\"type\":\"track\",\"userId\":\"" + user
                + "\",\"event\":\"E\",\"timestamp\":\"2024-01-01T00:00:00.000Z\"}\n";
    }

    private static String tracks(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> track("u" + i)).collect(Collectors.joining());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** Whose records arrive, in order. */
    private List<String> sent(int exitCode, String... arguments) {
        int before = server.requests().size();
        List<String> line = new ArrayList<>(List.of("backfill", "--order", "file"));
        line.addAll(List.of(arguments));
        world.expect(exitCode, line.toArray(String[]::new));
        return server.requests().stream()
                .skip(before)
                .flatMap(request -> USER.matcher(request.text()).results())
                .map(match -> match.group(1))
                .toList();
    }

    private static List<String> users(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "u" + i).toList();
    }

    private void says(String count, long number) {
        assertThat(world.out()).containsPattern("(?m)^  " + count + " +" + number + "( .*)?$");
    }

    private String rejects(String name) {
        return world.read(name + ".rejects.ndjson");
    }

    @Nested
    class Packed {

        @Test
        void isToldByContentAndNotByName() {
            world.file("a.csv", gzip(tracks(0, 3)));
            world.file("b.txt", zstd(bytes(tracks(3, 6))));
            world.file("c.gz", tracks(6, 9));
            assertThat(sent(0, "a.csv", "b.txt", "c.gz")).isEqualTo(users(0, 9));
        }

        @Test
        void mayComeFromAPipe() {
            world.stdin(joined(gzip(tracks(0, 3)), gzip(tracks(3, 6))));
            assertThat(sent(0, "-")).isEqualTo(users(0, 6));
            world.stdin(zstd(bytes(tracks(6, 9))));
            assertThat(sent(0, "-")).isEqualTo(users(6, 9));
        }

        @Test
        void isTheSameInputHoweverItIsPacked() {
            world.file("a", tracks(0, 50));
            assertThat(sent(0, "a")).hasSize(50);
            world.file("a", gzip(tracks(0, 50)));
            assertThat(sent(0, "a")).isEmpty();
            assertThat(world.out()).contains("nothing to send");
            world.file("a", joined(zstd(bytes(tracks(0, 20))), zstd(bytes(tracks(20, 60)))));
            assertThat(sent(0, "a")).isEqualTo(users(50, 60));
        }

        @Test
        void isTheSameStandardInputToo() {
            world.stdin(tracks(0, 10));
            assertThat(sent(0, "-")).hasSize(10);
            world.stdin(gzip(tracks(0, 12)));
            assertThat(sent(0, "-")).isEqualTo(users(10, 12));
        }

        @Test
        void mayGrowByAMember() {
            world.file("a.gz", gzip(tracks(0, 10)));
            assertThat(sent(0, "a.gz")).isEqualTo(users(0, 10));
            world.file("a.gz", joined(gzip(tracks(0, 10)), gzip(tracks(10, 15))));
            assertThat(sent(0, "a.gz")).isEqualTo(users(10, 15));
            says("earlier", 10);
        }

        @ParameterizedTest
        @ValueSource(strings = {"gzip", "zstd"})
        void sendsWhatComesBeforeACutAndGoesOnWhenItIsWhole(String how) {
            byte[] first = how.equals("gzip") ? gzip(tracks(0, 20)) : zstd(bytes(tracks(0, 20)));
            byte[] second = how.equals("gzip") ? gzip(tracks(20, 40)) : zstd(bytes(tracks(20, 40)));
            byte[] whole = joined(first, second);
            world.file("a", Arrays.copyOf(whole, first.length + 12));
            List<String> before = sent(2, "a");
            assertThat(before).hasSizeBetween(20, 39).isEqualTo(users(0, before.size()));
            says("accepted", before.size());
            assertThat(world.err())
                    .startsWith("cdp backfill: stopped, because a is cut off: it ends in the middle of its " + how
                            + " data; this was found at byte " + (first.length + 12) + ", behind ")
                    .contains("Get the file again.", "Run the same command again to go on where it stopped.");
            assertThat(sent(2, "a")).isEmpty();
            world.file("a", whole);
            assertThat(sent(0, "a")).isEqualTo(users(before.size(), 40));
        }

        @Test
        void thatIsCutOffAtItsVeryBeginningIsRefused() {
            world.file("a.gz", Arrays.copyOf(gzip(tracks(0, 20)), 8));
            assertThat(sent(2, "a.gz")).isEmpty();
            assertThat(world.err())
                    .startsWith("cdp backfill: a.gz is cut off: ")
                    .contains("Nothing was sent.");
        }

        @ParameterizedTest
        @CsvSource({
            "fd377a585a000004, xz -dc FILE | cdp backfill -",
            "425a683931415926, bzip2 -dc FILE | cdp backfill -",
        })
        void otherwiseIsRefusedWithTheWayOut(String head, String wayOut) {
            world.file("a", HexFormat.of().parseHex(head));
            assertThat(sent(2, "a")).isEmpty();
            assertThat(world.err()).contains(wayOut);
        }
    }

    @Nested
    class Zip {

        @Test
        void givesAnInputForEachOfItsFiles() {
            Map<String, byte[]> entries = new LinkedHashMap<>();
            entries.put("x/", new byte[0]);
            entries.put("x/a.csv", bytes("userId,event,timestamp\nu0,E,2024-01-01T00:00:00Z\nu1,E,never\n"));
            entries.put("b.ndjson.gz", gzip(tracks(1, 4) + "{oops\n"));
            entries.put("__MACOSX/x/._a.csv", bytes("junk"));
            world.file("e.zip", zip(entries));
            assertThat(sent(6, "e.zip", "--type", "track")).isEqualTo(users(0, 4));
            says("read", 6);
            assertThat(world.out())
                    .startsWith("backfill of 2 inputs to ")
                    .contains("not-json, first in e.zip:b.ndjson.gz line 4")
                    .contains("bad-timestamp, first in e.zip:x/a.csv line 3");
            assertThat(rejects("e.zip.x_a.csv")).contains("\"input\":\"e.zip:x/a.csv\"");
            assertThat(rejects("e.zip.b.ndjson.gz")).contains("{oops");
            assertThat(sent(0, "e.zip", "--type", "track")).isEmpty();
            says("earlier", 6);
        }

        @Test
        void writesNowhereElseWhateverItsFilesAreCalled() throws IOException {
            world.file("in/e.zip", zip(Map.of("../../evil\u001b[31m\n.ndjson", bytes("{oops\n"))));
            assertThat(sent(6, "in/e.zip")).isEmpty();
            assertThat(world.out() + world.err()).doesNotContain("\u001b");
            try (var files = Files.walk(folder)) {
                assertThat(files.filter(file -> file.toString().contains("rejects")))
                        .containsExactly(
                                world.workingDirectory().resolve("in/e.zip..._.._evil_31m_.ndjson.rejects.ndjson"));
            }
        }

        @Test
        void isRefusedWhereItsTableOfContentsCannotBeRead() {
            byte[] archive = zip(Map.of("a", bytes(track("1"))));
            world.stdin(archive);
            assertThat(sent(2, "-")).isEmpty();
            assertThat(world.err()).contains("unzip -p FILE | cdp backfill -");
            world.file("e.zip", Arrays.copyOf(archive, archive.length - 3));
            assertThat(sent(2, "e.zip")).isEmpty();
            assertThat(world.err()).contains("e.zip is a zip archive that is cut off, damaged");
        }

        @Test
        void thatIsAWorkbookIsToBeSavedAsCsv() {
            world.file("book.xlsx", zip(Map.of("[Content_Types].xml", bytes("x"), "xl/workbook.xml", bytes("x"))));
            assertThat(sent(2, "book.xlsx")).isEmpty();
            assertThat(world.err()).contains("book.xlsx is a workbook").contains("save it as CSV");
        }

        @Test
        void thatIsAWorkbookAmongOthersCanBePassedOver() {
            world.file("d/a.ndjson", tracks(0, 1));
            world.file("d/book.xlsx", zip(Map.of("[Content_Types].xml", bytes("x"), "xl/workbook.xml", bytes("x"))));
            assertThat(sent(2, "d")).isEmpty();
            assertThat(world.err()).contains("It was found by d; a pattern such as '*.csv' takes only what it fits.");
            assertThat(sent(0, "d/*.ndjson")).hasSize(1);
        }
    }

    @Nested
    class Folders {

        @BeforeEach
        void files() {
            world.file("d/b.ndjson", track("b"));
            world.file("d/a.ndjson.gz", gzip(track("a")));
            world.file("d/.hidden", track("hidden"));
            String reject =
                    "{\"input\":\"d/b.ndjson\",\"record\":1,\"line\":1,\"offset\":0,\"code\":\"x\",\"field\":\"\","
                            + "\"message\":\"m\",\"call\":" + track("reject").strip() + ",\"raw\":\"\"}\n";
            world.file("d/b.ndjson.rejects.ndjson", reject);
            world.file("d/b.ndjson.rejects.ndjson.1", reject);
            world.file("d/sub/c.ndjson", track("c"));
            world.file("d/sub/.hidden/d.ndjson", track("d"));
        }

        @Test
        void areTheFilesInThem() {
            assertThat(sent(0, "d", "-v")).containsExactly("a", "b");
            assertThat(world.err()).contains("\ninput: d/a.ndjson.gz\ninput: d/b.ndjson\n");
            assertThat(sent(0, "d/")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                d/*.ndjson      | b
                d/?.ndjson*     | a,b
                d/[ab].*        | a,b
                d/{a,b}.ndjson* | a,b
                d/**/*.ndjson   | b,c
                **              | a,b,c
                */sub/c.ndjson  | c
                d/.h*           | hidden
                d/b*rejects*    | reject,reject
                """)
        void andPatternsAreWhatMatches(String pattern, String users) {
            assertThat(sent(0, pattern)).containsExactly(users.split(","));
        }

        @Test
        void andPatternsGiveNothingTwice() {
            assertThat(sent(0, "d/*.ndjson", "d", "d/sub/../b.ndjson", "d/**")).containsExactly("a", "b", "c");
        }

        @Test
        void thatGiveNothingAreAMistake() throws IOException {
            Files.createDirectories(world.workingDirectory().resolve("none"));
            assertThat(sent(2, "none")).isEmpty();
            assertThat(world.err()).startsWith("cdp backfill: there is no file in the folder none\n");
            assertThat(sent(2, "d/*.csv")).isEmpty();
            assertThat(world.err()).startsWith("cdp backfill: no file matches d/*.csv\n");
            assertThat(sent(2, "d/[.csv")).isEmpty();
            assertThat(world.err()).startsWith("cdp backfill: there is no file d/[.csv, and as a pattern");
        }

        @Test
        void withinThemAreNotReadAndThatIsSaid() {
            assertThat(sent(0, "d")).hasSize(2);
            assertThat(world.err()).isEqualTo("warning: the folders in d are not read; a pattern reads them: 'd/**'\n");
        }

        @Test
        void aFileMayBeCalledLikeAPattern() {
            world.file("e/[1].ndjson", track("1"));
            assertThat(sent(0, "e/[1].ndjson")).containsExactly("1");
        }
    }

    @Nested
    class JsonArrays {

        @ParameterizedTest
        @ValueSource(strings = {"", "json"})
        void areReadElementByElement(String format) {
            world.file("a.json", "[\n  " + tracks(0, 3).strip().replace("\n", ",\n  ") + "\n]\n");
            assertThat(format.isEmpty() ? sent(0, "a.json") : sent(0, "a.json", "--format", format))
                    .isEqualTo(users(0, 3));
        }

        @Test
        void thatBeginAlikeAreStillTwoOnStandardInput() {
            for (String user : List.of("u0", "u1")) {
                world.stdin(
                        "[\n  {\n    \"type\": \"track\",\n    " + track(user).substring(16) + "]\n");
                assertThat(sent(0, "-")).containsExactly(user);
            }
        }

        @Test
        void loseNothingInSilence() {
            world.file("a.json", "[" + track("u0") + ",{\"type\":oops}," + track("u1") + "," + track("u2"));
            assertThat(sent(6, "a.json")).isEqualTo(users(0, 3));
            says("rejected", 2);
            assertThat(rejects("a.json")).contains("{\\\"type\\\":oops}", "the array has no closing bracket");
        }
    }

    @Nested
    class Tables {

        @Test
        void mayHaveNoHeader() {
            world.file("a.csv", "u0,E,2024-01-01T00:00:00Z,1.10\nu1,E,2024-01-02T00:00:00Z,2\n");
            assertThat(sent(0, "a.csv", "--type", "track", "--no-header", "--columns", "userId, event,timestamp,total"))
                    .isEqualTo(users(0, 2));
            assertThat(server.requests().get(0).text()).contains("\"properties\":{\"total\":\"1.10\"}");
        }

        @Test
        void withoutAHeaderNeedNames() {
            world.file("a.csv", "u0,E,2024-01-01T00:00:00Z\n");
            assertThat(sent(2, "a.csv", "--no-header")).isEmpty();
            assertThat(world.err()).contains("--columns userId,event,timestamp");
            assertThat(sent(2, "a.csv", "--columns", "a,b")).isEmpty();
            assertThat(world.err()).contains("Give --no-header");
        }

        @Test
        void ofOtherColumnsAreAnotherMatter() {
            world.file("a.csv", "u0,E,2024-01-01T00:00:00Z,1\n");
            for (String last : List.of("x", "y")) {
                assertThat(sent(
                                0,
                                "a.csv",
                                "--type",
                                "track",
                                "--no-header",
                                "--columns",
                                "userId,event,timestamp," + last))
                        .containsExactly("u0");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"sep=;\r\n", "\"sep=;\"\n", "SEP=;\n"})
        void mayBeginAsExcelLikesIt(String line) {
            world.file(
                    "a.csv", "\uFEFF" + line + "userId;event;timestamp;a,b\nu0;E;2024-01-01T00:00:00Z;1,5\nu1;E;x;\n");
            assertThat(sent(6, "a.csv", "--type", "track")).containsExactly("u0");
            assertThat(server.requests().get(0).text()).contains("{\"a,b\":\"1,5\"}");
            assertThat(rejects("a.csv")).contains("\"record\":2,\"line\":4,");
        }

        @Test
        void mayBeDividedByWhateverThatLineNames() {
            world.file("a.csv", "sep=^\nuserId^event^timestamp\nu0^E^2024-01-01T00:00:00Z\n");
            assertThat(sent(0, "a.csv", "--type", "track")).containsExactly("u0");
        }
    }

    @Nested
    class Encodings {

        @Test
        void utf16IsToldByItsMark() {
            world.file("a.ndjson", track("größe").getBytes(StandardCharsets.UTF_16));
            world.file(
                    "b.csv",
                    "\uFEFFtype\tuserId\tevent\ttimestamp\ntrack\tü\tE\t2024-01-01T00:00:00Z\n"
                            .getBytes(StandardCharsets.UTF_16LE));
            assertThat(sent(0, "a.ndjson", "b.csv")).containsExactly("größe", "ü");
        }

        @Test
        void othersAreNamed() {
            world.file(
                    "a.csv",
                    "type;userId;event;timestamp\ntrack;müller€;E;2024-01-01T00:00:00Z\n"
                            .getBytes(Charset.forName("windows-1252")));
            assertThat(sent(0, "a.csv", "--encoding", "windows-1252")).containsExactly("müller€");
            assertThat(sent(2, "a.csv", "--encoding", "klingon")).isEmpty();
            assertThat(world.err()).contains("--encoding is klingon, but must be an encoding such as windows-1252");
        }

        @Test
        void whatIsNoTextInThemIsRejectedAndNeverReplaced() {
            byte[] table =
                    "type;userId;event;timestamp\ntrack;u0;E;2024-01-01T00:00:00Z\ntrack;u\u0081;E;2024-01-01T00:00:00Z\n"
                            .getBytes(StandardCharsets.ISO_8859_1);
            world.file("a.csv", table);
            assertThat(sent(6, "a.csv", "--encoding", "windows-1252")).containsExactly("u0");
            assertThat(rejects("a.csv")).contains("\"code\":\"bad-text\"", "of the record is not windows-1252");
            world.file(
                    "b.ndjson",
                    joined(bytes(track("u1")), new byte[] {'{', '"', (byte) 0xE4, '"', ':', '1', '}', '\n'}));
            assertThat(sent(6, "b.ndjson")).containsExactly("u1");
            assertThat(rejects("b.ndjson")).contains("\"code\":\"bad-text\"", "this is not UTF-8");
        }

        @Test
        void withoutAMarkUtf16IsRefusedWithTheWayToReadIt() {
            world.file("a.ndjson", track("u0").getBytes(StandardCharsets.UTF_16LE));
            assertThat(sent(2, "a.ndjson")).isEmpty();
            assertThat(world.err()).contains("--encoding UTF-16LE");
            assertThat(sent(0, "a.ndjson", "--encoding", "UTF-16LE")).containsExactly("u0");
        }
    }

    @Nested
    class Changes {

        @Test
        void ofAFileThatIsGoneWhenItIsItsTurnAreTold() {
            Path second = world.file("b.ndjson", track("b"));
            world.file("a.ndjson", track("a"));
            try (FakeServer slow = FakeServer.handling(request -> accepted())) {
                world.env("CDP_API_URL", slow.url());
                world.stdin(new ByteArrayInputStream(bytes(track("first"))) {
                    @Override
                    public synchronized int read(byte[] into, int offset, int length) {
                        int count = super.read(into, offset, length);
                        assertThat(count >= 0
                                        || !second.toFile().exists()
                                        || second.toFile().delete())
                                .isTrue();
                        return count;
                    }
                });
                world.expect(2, "backfill", "-", "b.ndjson");
            }
            says("accepted", 1);
            assertThat(world.err())
                    .startsWith(
                            "cdp backfill: stopped, because b.ndjson cannot be read: b.ndjson is not there any more");
        }
    }

    @Test
    void aPartialBatchLeavesAfterTheIntervalThatWasAskedFor() {
        world.stdin(track("u0"));
        assertThat(sent(0, "-", "--flush-interval", "50ms")).containsExactly("u0");
        assertThat(sent(2, "-", "--flush-interval", "soon")).isEmpty();
    }
}
