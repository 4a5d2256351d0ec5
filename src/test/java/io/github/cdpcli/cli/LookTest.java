package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.Packed.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerRequest;
import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking before sending: what is told is what a run would do, nothing is sent, and nothing is left behind. */
class LookTest {

    private static final Path PROJECT = Path.of(System.getProperty("basedir", ""));
    private static final Path GOLDEN = PROJECT.resolve("src/test/resources/io/github/cdpcli/cli/check");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "secret-key-of-this-test";

    @TempDir
    private Path folder;

    private TestWorld world;

    @BeforeEach
    void world() throws IOException {
        world = TestWorld.in(folder);
        for (String sample : List.of("mistakes.ndjson", "orders.csv", "events.ndjson")) {
            world.file("samples/" + sample, Files.readAllBytes(PROJECT.resolve("samples/" + sample)));
        }
    }

    private List<String> files() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String track(String user, String more) {
        return "{\"type\":\"track\",\"userId\":\"" + user
                + "\",\"event\":\"Signed Up\",\"timestamp\":\"2024-01-01T00:00:00.000Z\"" + more + "}\n";
    }

    private JsonNode checked(int exitCode, String... arguments) {
        List<String> line = new ArrayList<>(List.of("backfill", "--check", "--json"));
        line.addAll(List.of(arguments));
        world.expect(exitCode, line.toArray(String[]::new));
        try {
            return JSON.readTree(world.out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The items that arrive when the same is sent, one to a line, in the order of the file. */
    private String sent(int exitCode, String... arguments) {
        try (FakeServer server = FakeServer.handling(request -> accepted())) {
            world.env("CDP_API_URL", server.url());
            List<String> line = new ArrayList<>(List.of("backfill", "--no-journal", "--order", "file"));
            line.addAll(List.of(arguments));
            world.expect(exitCode, line.toArray(String[]::new));
            return server.requests().stream()
                    .map(FakeServerRequest::text)
                    .map(text -> text.substring("{\"batch\":[".length(), text.length() - "]}".length()))
                    .map(items -> items.replace("},{\"type\"", "}\n{\"type\"") + "\n")
                    .collect(Collectors.joining());
        }
    }

    @Nested
    class Check {

        private void golden(String name, int exitCode, String... arguments) throws IOException {
            List<String> line = new ArrayList<>(List.of("backfill", "--check"));
            line.addAll(List.of(arguments));
            world.expect(exitCode, line.toArray(String[]::new));
            Path file = GOLDEN.resolve(name + ".txt");
            if ("write".equals(System.getProperty("cdp.golden"))) {
                Files.createDirectories(GOLDEN);
                Files.writeString(file, world.out());
            }
            assertThat(world.out()).isEqualTo(Files.readString(file));
            assertThat(world.err()).isEmpty();
            assertThat(world.out().lines()).allMatch(text -> text.length() <= 80, "fits 80 columns");
        }

        @ParameterizedTest
        @CsvSource({"en_US.UTF-8, mistakes", "C, mistakes-ascii"})
        void aPageOfMistakes(String locale, String name) throws IOException {
            world.env("LC_ALL", locale);
            golden(name, 6, "samples/mistakes.ndjson");
        }

        @Test
        void aPageOfATable() throws IOException {
            world.env("LANG", "de_DE.utf8");
            golden("orders", 0, "samples/orders.csv", "--type", "track");
            assertThat(Files.readString(PROJECT.resolve("README.md"))).contains("```\n" + world.out() + "```\n");
        }

        @Test
        void aPageOfManyThingsAtOnce() throws IOException {
            String days = IntStream.range(0, 400)
                    .mapToObj(i -> "{\"type\":\"track\",\"userId\":\"" + (i % 40 == 0 ? "null" : "u" + i % 90)
                            + "\",\"event\":\"" + (i % 3 == 0 ? "注文完了" : "Event " + i % 31) + "\",\"timestamp\":"
                            + (1_685_000_000L + i * 60_000L) + ",\"properties\":{\"x\":\""
                            + "x".repeat(i % 100 == 7 ? 20_000 : i) + "\"}}\n")
                    .collect(Collectors.joining());
            world.file("many.ndjson", days);
            world.file(
                    "guarded.ndjson",
                    "{\"type\":\"track\",\"userId\":\"1\",\"event\":\"User Deleted\",\"timestamp\":\"2024-06-01T11:00:00Z\"}\n"
                            + "{\"type\":\"identify\",\"traits\":{\"email\":\"a@b.c\"},\"timestamp\":\"2024-05-31T12:00:00Z\"}\n"
                            + track("own", ",\"messageId\":\"m-1\",\"color\":\"blue\""));
            world.env("LC_CTYPE", "C.UTF-8");
            golden("many", 6, "many.ndjson", "guarded.ndjson", "samples/orders.csv", "--type", "track");
        }

        @Test
        void aTableThatNeedsAMappingSaysHowToGetOne() throws IOException {
            world.file("sheet.csv", "Customer ID,Order Date\n1,14/03/2024 10:22\n");
            world.env("LC_CTYPE", "C.UTF-8");
            golden("needs-mapping", 6, "sheet.csv", "--type", "identify");
        }

        @Test
        void anArchiveThatIsCutOffIsToldOfUpToThere() {
            byte[] whole = gzip(track("a", "") + track("b", "").repeat(3000));
            world.file("cut.gz", Arrays.copyOf(whole, whole.length - 9));
            world.expect(2, "backfill", "cut.gz", "--check");
            assertThat(world.out()).contains(" records: ").contains("\nNext\n  cdp backfill cut.gz");
            assertThat(world.err())
                    .contains("stopped, because cut.gz is cut off")
                    .endsWith("Nothing was sent. Only what stands before that was looked at. Get the file again.\n");
            world.expect(2, "backfill", "cut.gz", "--dry-run", "--sandbox", "-o", "calls.ndjson");
            assertThat(world.workingDirectory().resolve("calls.ndjson")).doesNotExist();
        }

        @Test
        void anEmptyFileAndOneWithNothingToSend() throws IOException {
            world.file("empty.ndjson", "");
            golden("empty", 0, "empty.ndjson");
            world.file("bad.ndjson", "{}\n");
            golden("nothing-ready", 6, "bad.ndjson");
        }

        @Test
        void colourOnlyWhereItIsSeen() {
            world.terminal().expect(6, "backfill", "samples/mistakes.ndjson", "--check");
            assertThat(world.out())
                    .contains("\u001b[31m6 rejected\u001b[0m", "\u001b[1mCalls (ready and held)\u001b[0m");
            world.terminal(true, false, true).expect(6, "backfill", "samples/mistakes.ndjson", "--check");
            assertThat(world.out()).doesNotContain("\u001b");
        }

        @Test
        void whatANameHoldsIsNoInstructionToTheTerminal() {
            world.file(
                    "a.ndjson",
                    "{\"type\":\"track\",\"userId\":\"1\",\"event\":\"a\u009b31m\\u001b[2J\",\"timestamp\":\"2024-01-01T00:00:00Z\"}\n");
            world.terminal().env("NO_COLOR", "1");
            for (List<String> way :
                    List.of(List.of("--check"), List.of("--check", "--json"), List.of("--preview", "1"))) {
                List<String> line = new ArrayList<>(List.of("backfill", "a.ndjson", "--progress", "none"));
                line.addAll(way);
                world.expect(0, line.toArray(String[]::new));
                assertThat(world.out()).doesNotContain("\u009b").doesNotContain("\u001b");
            }
        }

        @Test
        void sendsNothingAndLeavesNothingBehind() {
            List<String> before = files();
            try (FakeServer server = FakeServer.scripted()) {
                world.env("CDP_API_URL", server.url()).env("CDP_API_KEY", KEY);
                world.expect(
                        6, "backfill", "samples/mistakes.ndjson", "--check", "--journal", "j", "--report", "r.json");
                world.expect(6, "backfill", "samples/mistakes.ndjson", "--check", "--json");
                world.expect(0, "backfill", "samples/orders.csv", "--check", "--type", "track", "--restart");
                assertThat(server.requests()).isEmpty();
            }
            assertThat(files()).isEqualTo(before);
        }

        @Test
        void rejectsAreWrittenWhereTheUserSaysAndOnlyThere() {
            List<String> before = new ArrayList<>(files());
            world.expect(6, "backfill", "samples/mistakes.ndjson", "--check", "--rejects", "r.ndjson");
            before.add("work/r.ndjson");
            assertThat(files()).containsExactlyInAnyOrderElementsOf(before);
            assertThat(world.err()).contains("not sent, with reasons: ", "r.ndjson\n");
            String ofCheck = world.read("r.ndjson");
            world.env("CDP_API_KEY", KEY);
            sent(6, "samples/mistakes.ndjson", "--rejects", "s.ndjson");
            assertThat(ofCheck)
                    .as("but for the messageIds, which a check does not make")
                    .isEqualTo(world.read("s.ndjson").replaceAll(",\"messageId\":\"[0-9A-Z]{26}\"", ""))
                    .hasLineCount(7);
        }

        @Test
        void theNumbersAreThoseOfARun() throws IOException {
            StringBuilder records = new StringBuilder();
            for (int i = 0; i < 4000; i++) {
                records.append(track("u" + i, ",\"properties\":{\"pad\":\"" + "x".repeat(i % 700) + "\"}"));
                records.append(i % 50 == 0 ? "{broken\n" : "");
            }
            world.file("a.ndjson", records.toString());
            JsonNode check = checked(6, "a.ndjson");
            world.env("CDP_API_KEY", KEY);
            try (FakeServer server = FakeServer.handling(request -> accepted())) {
                world.env("CDP_API_URL", server.url());
                world.expect(6, "backfill", "a.ndjson", "--json", "--no-journal");
            }
            JsonNode run = JSON.readTree(world.out());
            assertThat(check.get("read")).isEqualTo(run.get("read"));
            assertThat(check.get("ready")).isEqualTo(run.get("accepted"));
            assertThat(check.get("rejected")).isEqualTo(run.get("rejected"));
            assertThat(check.get("types")).isEqualTo(run.get("acceptedByType"));
            assertThat(check.at("/reasons/not-json/count")).isEqualTo(run.at("/reasons/not-json"));
            assertThat(check.at("/times/first")).isEqualTo(run.get("firstTimestamp"));
            assertThat(check.at("/plan/bytes")).isEqualTo(run.get("bytes"));
            assertThat(check.at("/plan/requests").asInt())
                    .isCloseTo(run.get("requests").asInt(), within(1));
        }

        private static org.assertj.core.data.Offset<Integer> within(int offset) {
            return org.assertj.core.data.Offset.offset(offset);
        }

        @Test
        void theKeysOfTheJsonStayAsTheyAre() {
            JsonNode check = checked(6, "samples/mistakes.ndjson");
            assertThat(check.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "inputs",
                            "read",
                            "ready",
                            "rejected",
                            "held",
                            "filtered",
                            "reasons",
                            "types",
                            "events",
                            "times",
                            "recent",
                            "destructive",
                            "ids",
                            "sizes",
                            "warnings",
                            "mappings",
                            "plan",
                            "next");
            assertThat(check.at("/reasons/held-destructive"))
                    .hasToString("{\"count\":1,\"held\":true,\"first\":{\"input\":\"samples/mistakes.ndjson\","
                            + "\"record\":6,\"line\":6,\"field\":\"event\",\"message\":"
                            + "\"is a command that cannot be taken back; --allow-destructive sends it\"}}");
            assertThat(check.get("events"))
                    .hasToString("{\"names\":2,\"complete\":true,\"top\":[{\"name\":\"Signed Up\",\"count\":2},"
                            + "{\"name\":\"User Deleted\",\"count\":1}]}");
            assertThat(check.at("/times/step")).hasToString("\"day\"");
            assertThat(check.at("/times/bars/0")).hasToString("{\"start\":\"2023-01-05T00:00:00.000Z\",\"count\":1}");
            assertThat(check.get("ids")).hasToString("{\"users\":3,\"usersExact\":true,\"withoutId\":0,\"junk\":[]}");
            assertThat(check.get("plan").fieldNames())
                    .toIterable()
                    .containsExactly(
                            "requests",
                            "bytes",
                            "atOnce",
                            "perSecond",
                            "ownMessageIds",
                            "derivedMessageIds",
                            "milliseconds",
                            "assumedMillisecondsPerAnswer",
                            "endsEarly");
            assertThat(check.get("next").asText()).isEqualTo("cdp backfill samples/mistakes.ndjson");
        }

        @Test
        void theNextCommandIsTheSameWithoutLooking() {
            world.file("it's.csv", "userId,event,timestamp\n1,E,2024-01-01\n");
            world.expect(
                    6,
                    "backfill",
                    "--check",
                    "it's.csv",
                    "--type=track",
                    "--api-key",
                    KEY,
                    "--max-rps",
                    "7",
                    "--verbose");
            assertThat(world.out())
                    .contains("\nNext\n  nothing would be sent\n")
                    .doesNotContain(KEY);
            world.expect(
                    0,
                    "backfill",
                    "--check",
                    "it's.csv",
                    "--type=track",
                    "--api-key",
                    KEY,
                    "--timezone",
                    "Europe/Rome",
                    "--max-rps",
                    "7",
                    "--rejects",
                    "r.ndjson",
                    "--journal",
                    "a b");
            assertThat(world.out()).endsWith("""

                            Next
                              cdp backfill 'it'\\''s.csv' --type track --api-key KEY --timezone Europe/Rome \\
                                  --max-rps 7 --rejects r.ndjson --journal 'a b'
                            """).doesNotContain(KEY);
        }

        @Test
        void standardInputIsReadOnce() {
            world.stdin(track("1", "")).expect(0, "backfill", "--check");
            assertThat(world.out())
                    .startsWith("1 record: 1 ready to send, 0 rejected, 0 held\ncheck of standard input;")
                    .endsWith("Next\n  ... | cdp backfill\n");
        }

        @ParameterizedTest
        @CsvSource({
            "0, samples/orders.csv --type track",
            "6, samples/orders.csv",
            "6, samples/mistakes.ndjson --quiet",
            "0, empty.ndjson",
            "8, empty.ndjson --fail-if-empty",
            "2, nothere.ndjson",
            "2, samples/orders.csv --type nope",
            "2, no-such-folder",
            "2, -",
        })
        void theExitCodeTells(int code, String arguments) {
            world.file("empty.ndjson", "");
            List<String> line = new ArrayList<>(List.of("backfill", "--check"));
            line.addAll(List.of(arguments.split(" ")));
            if (arguments.equals("-")) {
                line.remove("-");
            }
            world.expect(code, line.toArray(String[]::new));
            assertThat(world.out().isEmpty()).isEqualTo(code == 2 || arguments.contains("quiet"));
        }

        @Test
        void shardsAreTakenApart() {
            world.file(
                    "a.ndjson",
                    IntStream.range(0, 100).mapToObj(i -> track("u" + i, "")).collect(Collectors.joining()));
            JsonNode one = checked(0, "a.ndjson", "--shard", "0/2");
            JsonNode other = checked(0, "a.ndjson", "--shard", "1/2");
            assertThat(one.get("ready").asInt() + other.get("ready").asInt()).isEqualTo(100);
            assertThat(one.get("filtered")).isEqualTo(other.get("ready"));
            world.expect(0, "backfill", "--check", "a.ndjson", "--shard", "0/2");
            assertThat(world.out()).contains(" are left out, to other shards or by --since and --until\n");
        }

        @Test
        void aRunThatWouldGiveUpIsForetold() {
            world.file("a.ndjson", "{}\n".repeat(1000) + track("1", ""));
            assertThat(checked(6, "a.ndjson").at("/plan/endsEarly").asBoolean()).isTrue();
            assertThat(checked(6, "a.ndjson", "--max-errors", "1001")
                            .at("/plan/endsEarly")
                            .asBoolean())
                    .isFalse();
            assertThat(checked(6, "a.ndjson", "--max-errors", "50%")
                            .at("/plan/endsEarly")
                            .asBoolean())
                    .isTrue();
            world.expect(6, "backfill", "--check", "a.ndjson");
            assertThat(world.out()).contains("  a run would end early, at so many rejects (see --max-errors)\n");
        }

        @Test
        void guardsThatAreLetDownAreStillTold() {
            world.file(
                    "a.ndjson",
                    "{\"type\":\"track\",\"userId\":\"1\",\"event\":\"User Deleted\",\"timestamp\":\"2024-06-01T11:00:00Z\"}\n");
            world.expect(0, "backfill", "--check", "a.ndjson", "--allow-triggers", "--allow-destructive");
            assertThat(world.out()).contains("""
                            Guards
                              1 record of the last 72 hours, which can trigger campaigns
                                  would be sent
                              1 event to delete or suppress, which cannot be taken back
                                  would be sent
                            """);
        }

        /** Many names, users and sizes; each record is made when it is read, so that only the check could keep them. */
        @Test
        void twoHundredThousandRecordsPassThrough() {
            world.stdin(new Generated(200_000));
            JsonNode check = checked(0, "-");
            assertThat(check.get("ready").asInt()).isEqualTo(200_000);
            assertThat(check.at("/events/names").asInt()).isEqualTo(10_000);
            assertThat(check.at("/events/complete").asBoolean()).isFalse();
            assertThat(check.at("/ids/users").asInt()).isBetween(190_000, 210_000);
            assertThat(check.at("/times/bars").size()).isBetween(1, 100);
        }
    }

    /** So many records of as many users. */
    private static final class Generated extends InputStream {
        private final int records;
        private int made;
        private byte[] line = {};
        private int at;

        Generated(int records) {
            this.records = records;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (at == line.length && made == records) {
                return -1;
            } else if (at == line.length) {
                line = ("{\"type\":\"track\",\"userId\":\"u" + made + "\",\"event\":\"e" + made + "\",\"timestamp\":"
                                + (1_000_000_000L + made * 3000L) + "}\n")
                        .getBytes(StandardCharsets.UTF_8);
                at = 0;
                made++;
            }
            int count = Math.min(length, line.length - at);
            System.arraycopy(line, at, buffer, offset, count);
            at += count;
            return count;
        }
    }

    @Nested
    class Preview {

        @Test
        void theFirstRecordsAsTheyWouldBeSent() {
            world.env("CDP_API_KEY", KEY);
            String items = sent(0, "samples/events.ndjson");
            world.expect(0, "backfill", "samples/events.ndjson", "--preview", "3");
            assertThat(world.out()).isEqualTo(items.lines().limit(3).collect(Collectors.joining("\n")) + "\n");
            assertThat(world.err()).isEmpty();
        }

        @Test
        void withoutAKeyTheIdIsNotMadeUp() {
            List<String> before = files();
            world.expect(0, "backfill", "samples/orders.csv", "--type", "track", "--preview", "1");
            assertThat(world.out())
                    .isEqualTo("{\"type\":\"track\",\"userId\":\"00042\",\"event\":\"Order Completed\","
                            + "\"timestamp\":\"2023-05-01T10:00:00.000Z\",\"properties\":{\"order_id\":\"88213\","
                            + "\"note\":\"Gift, \\\"wrapped\\\"\",\"address[city]\":\"Rome\"},"
                            + "\"messageId\":\"known-only-with-an-API-key\"}\n");
            assertThat(world.err())
                    .isEqualTo("A messageId that is derived depends on the key; none is given, so"
                            + " known-only-with-an-API-key stands in its place.\n");
            assertThat(files()).isEqualTo(before);
        }

        @Test
        void whatWouldNotBeSentIsToldAndNotShown() {
            world.expect(6, "backfill", "samples/mistakes.ndjson", "--preview", "5");
            assertThat(world.out().lines()).hasSize(2);
            assertThat(world.err())
                    .startsWith(
                            "7 records among these would not be sent, and are not shown; --check tells all reasons."
                                    + " The first:\n  samples/mistakes.ndjson line 2: timestamp is \"yesterday\", which cannot be read as a time");
            world.expect(0, "backfill", "samples/mistakes.ndjson", "--preview", "1");
        }

        @Test
        void looksNoFurtherThanItMust() {
            world.file("a.ndjson", "{}\n".repeat(5000) + track("1", ""));
            world.expect(6, "backfill", "a.ndjson", "--preview", "1");
            assertThat(world.out()).isEmpty();
            assertThat(world.err())
                    .startsWith("1,000 records among these would not be sent")
                    .contains("No record of the last 1,000 would be sent: looking ended here.\n");
        }
    }

    @Nested
    class DryRun {

        @ParameterizedTest
        @ValueSource(strings = {"samples/events.ndjson", "samples/orders.csv", "samples/mistakes.ndjson"})
        void whatIsWrittenIsWhatArrives(String sample) {
            world.env("CDP_API_KEY", KEY);
            int code = sample.contains("mistakes") ? 6 : 0;
            String items = sent(code, sample, "--type", "track");
            List<String> before = new ArrayList<>(files());
            world.expect(code, "backfill", sample, "--type", "track", "--dry-run", "-o", "out.ndjson");
            assertThat(world.out()).isEmpty();
            assertThat(world.read("out.ndjson")).isEqualTo(items);
            before.add("work/out.ndjson");
            assertThat(files()).containsExactlyInAnyOrderElementsOf(before);
            world.expect(code, "backfill", sample, "--type", "track", "-n");
            assertThat(world.out()).isEqualTo(items);
        }

        @Test
        void recordsOfManyLinesBecomeOneEach() {
            world.env("CDP_API_KEY", KEY);
            world.file("a.json", """
                    {
                    "type":"track","userId":"1","event":"E","timestamp":1704067200,
                    "properties":{\r
                    "a" : 1.0
                    },"messageId":"m"}
                    """);
            String arrives = sent(0, "a.json");
            world.expect(0, "backfill", "a.json", "-n");
            assertThat(world.out())
                    .isEqualTo("{\"type\":\"track\",\"userId\":\"1\",\"event\":\"E\","
                            + "\"timestamp\":\"2024-01-01T00:00:00.000Z\",\"properties\":{  \"a\" : 1.0 },"
                            + "\"messageId\":\"m\"}\n");
            assertThat(arrives.replaceAll("[\r\n]", " ").strip())
                    .isEqualTo(world.out().strip());
        }

        @Test
        void whatWasWrittenCanBeSentAndHasTheSameIds() {
            world.env("CDP_API_KEY", KEY);
            String items = sent(0, "samples/orders.csv", "--type", "track");
            world.expect(0, "backfill", "samples/orders.csv", "--type", "track", "-n", "-o", "out.ndjson");
            assertThat(sent(0, "out.ndjson")).isEqualTo(items);
        }

        @Test
        void theSummaryIsOnStandardError() {
            world.env("CDP_API_KEY", KEY);
            world.expect(6, "backfill", "samples/mistakes.ndjson", "-n");
            assertThat(world.err()).isEqualTo("""
                            dry run: nothing was sent
                              read 9, written 2 (262 B), rejected 6, held 1
                              not written: bad-timestamp 2, blank-field 1, held-destructive 1, missing-field 1, not-json 1, unknown-type 1 (--check tells more)
                            """);
            world.expect(6, "backfill", "samples/mistakes.ndjson", "-n", "--json");
            assertThat(world.err())
                    .startsWith("{\"dryRun\":{\"complete\":true,\"read\":9,\"written\":2,\"rejected\":6,\"held\":1,");
            world.expect(6, "backfill", "samples/mistakes.ndjson", "-n", "--quiet");
            assertThat(world.err()).isEmpty();
            assertThat(world.out()).hasLineCount(2);
        }

        @Test
        void needsAKeyForTheIds() {
            world.expect(2, "backfill", "samples/events.ndjson", "-n", "-o", "out.ndjson");
            assertThat(world.err()).contains("no API key", "--sandbox");
            assertThat(world.workingDirectory().resolve("out.ndjson")).doesNotExist();
            world.expect(0, "backfill", "samples/events.ndjson", "-n", "-o", "out.ndjson", "--sandbox");
            assertThat(world.err()).contains("warning: messageIds that are derived are those of a sandbox");
        }

        @Test
        void nothingThatIsThereIsWrittenOver() {
            world.env("CDP_API_KEY", KEY);
            world.file("out.ndjson", "mine");
            world.expect(2, "backfill", "samples/events.ndjson", "-n", "-o", "out.ndjson");
            assertThat(world.err()).contains("out.ndjson exists, and is not written over", "--output FILE");
            assertThat(world.read("out.ndjson")).isEqualTo("mine");
            world.file("new.ndjson.part", "");
            world.expect(2, "backfill", "samples/events.ndjson", "-n", "-o", "new.ndjson");
            world.expect(2, "backfill", "samples/events.ndjson", "-n", "-o", "samples");
            world.expect(2, "backfill", "samples/events.ndjson", "-n", "-o", "no/such/place");
            world.expect(2, "backfill", "samples/mistakes.ndjson", "-n", "-o", "x", "--rejects", "samples/../x");
            assertThat(world.err()).contains("--output and --rejects name the same file");
            world.file("empty", "");
            world.expect(0, "backfill", "samples/events.ndjson", "-n", "-o", "empty");
            assertThat(world.read("empty")).hasLineCount(8);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --check --dry-run       | --check and --dry-run exclude each other
            --check --preview 2     | --check and --preview exclude each other
            --preview 2 -n          | --preview and --dry-run exclude each other
            --check -o x            | --output says where --dry-run writes; give both
            -o x                    | --output says where --dry-run writes; give both
            --preview 0             | --preview is 0, but must be a whole number of at least 1
            """)
    void oneWayOfLookingAtATime(String arguments, String message) {
        List<String> line = new ArrayList<>(List.of("backfill", "samples/events.ndjson"));
        line.addAll(List.of(arguments.split(" ")));
        world.expect(2, line.toArray(String[]::new));
        assertThat(world.err()).contains(message);
        assertThat(world.out()).isEmpty();
    }
}
