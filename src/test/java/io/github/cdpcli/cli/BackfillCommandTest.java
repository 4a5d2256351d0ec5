package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.FakeServerReply.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import io.github.cdpcli.testing.FakeServerRequest;
import io.github.cdpcli.testing.TestWorld;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
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

/** History from files: what arrives, what does not and where it is kept, and whether the numbers tell the truth. */
class BackfillCommandTest {

    private static final String KEY = "secret-key-of-this-test";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern COUNT =
            Pattern.compile("(?m)^  (read|accepted|rejected|held|unsettled) +([0-9,]+)(  .*)?$");
    private static final Pattern ITEM_USER = Pattern.compile("\"userId\":\"([^\"]*)\"");
    private static final Pattern MESSAGE_ID = Pattern.compile("\"messageId\":\"([^\"]*)\"");

    @TempDir
    private Path folder;

    private TestWorld world;

    @BeforeEach
    void world() {
        world = TestWorld.in(folder).env("CDP_API_KEY", KEY);
    }

    /** Whatever a test was about: every record of the last run is accounted for, and the key was not shown. */
    @AfterEach
    void everyRecordIsAccountedFor() {
        Map<String, Long> counts = counts();
        if (!counts.isEmpty()) {
            assertThat(counts.get("accepted")
                            + counts.get("rejected")
                            + counts.get("held")
                            + counts.getOrDefault("unsettled", 0L))
                    .as(world.out())
                    .isEqualTo(counts.get("read"));
        }
        assertThat(world.out() + world.err()).doesNotContain(KEY);
    }

    /** The numbers of the summary, text or JSON; none when there is no summary. */
    private Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        if (world.out().startsWith("{")) {
            JsonNode summary = summary();
            for (String name : List.of("read", "accepted", "rejected", "held", "unsettled")) {
                counts.put(name, summary.get(name).asLong());
            }
            return counts;
        }
        Matcher matcher = COUNT.matcher(world.out());
        while (matcher.find()) {
            counts.put(matcher.group(1), Long.valueOf(matcher.group(2).replace(",", "")));
        }
        return counts;
    }

    private JsonNode summary() {
        return tree(world.out());
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    private static String track(String user) {
        return track(user, "");
    }

    private static String track(String user, String more) {
        return "{\"type\":\"track\",\"userId\":\"" + user
                + "\",\"event\":\"Signed Up\",\"timestamp\":\"2024-01-01T00:00:00.000Z\"" + more + "}";
    }

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }

    /** So many records, of users u0, u1, …, each at least so long. */
    private static String records(int count, int padding) {
        String pad = ",\"properties\":{\"pad\":\"" + "x".repeat(padding) + "\"}";
        return IntStream.range(0, count).mapToObj(i -> track("u" + i, pad)).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Runs a backfill against a server that takes everything; the requests that came. */
    private List<FakeServerRequest> sent(int exitCode, String... arguments) {
        return sent(request -> accepted(), exitCode, arguments);
    }

    private List<FakeServerRequest> sent(
            Function<FakeServerRequest, FakeServerReply> answers, int exitCode, String... arguments) {
        try (FakeServer server = FakeServer.handling(answers)) {
            world.env("CDP_API_URL", server.url());
            List<String> line = new ArrayList<>(List.of("backfill"));
            line.addAll(List.of(arguments));
            world.expect(exitCode, line.toArray(String[]::new));
            assertThat(server.requests()).allMatch(request -> request.body().length <= 475_000);
            return server.requests();
        }
    }

    /** Their items without the message ids that were derived, one to a line. */
    private static String items(List<FakeServerRequest> requests) {
        return requests.stream()
                .map(FakeServerRequest::text)
                .map(text -> text.replaceFirst("^\\{\"batch\":\\[", "").replaceFirst("]}$", ""))
                .map(text -> text.replaceAll(",\"messageId\":\"[0-9A-HJKMNP-TV-Z]{26}\"}", "}"))
                .map(text -> text.replace("},{\"type\"", "}\n{\"type\""))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> found(Pattern pattern, List<FakeServerRequest> requests) {
        return requests.stream()
                .flatMap(request -> pattern.matcher(request.text()).results())
                .map(match -> match.group(1))
                .toList();
    }

    private String shownSummary() {
        return world.out().replaceAll("127\\.0\\.0\\.1:\\d+", "HOST").replaceFirst(" in [\\d.]+ m?s\n", " in TIME\n");
    }

    /** Reject lines of a file in the working directory. */
    private List<JsonNode> rejects(String file) {
        return world.read(file).lines().map(BackfillCommandTest::tree).toList();
    }

    private List<String> rejectCodes(String file) {
        return rejects(file).stream().map(line -> line.get("code").asText()).toList();
    }

    @Nested
    class WhatArrives {

        @Test
        void aRecordThatIsRightArrivesByteForByte() {
            String record = "{\"type\":\"track\",\"userId\" : \"1\",\"event\":\"E\\u00e9 \\/ ü\",\"properties\":"
                    + "{ \"n\":1.10, \"big\":12345678901234567890 ,\"e\":6.02e23,\"x\":null,\"k\":{},\"k.d\":\"\" },"
                    + "\"timestamp\":\"2024-01-01T00:00:00.000Z\",\"messageId\":\"own-1\",\"custom\":[ 1 , 2 ]}";
            world.file("a.ndjson", record);
            assertThat(sent(0, "a.ndjson").get(0).text()).isEqualTo("{\"batch\":[" + record + "]}");
        }

        @Test
        void whatIsMissingIsAddedAndTheRestStays() {
            world.file("a.ndjson", "{\"userId\":\"1\", \"event\" :\"E\",\"timestamp\":1704067200,\"z\":1.0}");
            String body = sent(0, "a.ndjson", "--type", "track").get(0).text();
            assertThat(body)
                    .matches("\\{\"batch\":\\[\\{\"type\":\"track\",\"userId\":\"1\",\"event\" :\"E\","
                            + "\"timestamp\":\"2024-01-01T00:00:00\\.000Z\",\"z\":1\\.0,"
                            + "\"messageId\":\"[0-9A-HJKMNP-TV-Z]{26}\"}]}");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                "2024-03-01T10:00:00+02:00"     | 2024-03-01T08:00:00.000Z
                "2024-03-01 10:00:00.123456 UTC"| 2024-03-01T10:00:00.123Z
                1709287200                      | 2024-03-01T10:00:00.000Z
                1709287200123                   | 2024-03-01T10:00:00.123Z
                "1709287200123"                 | 2024-03-01T10:00:00.123Z
                """)
        void theTimestampIsNormalised(String written, String arrives) {
            world.file("a.ndjson", track("1").replace("\"2024-01-01T00:00:00.000Z\"", written));
            assertThat(items(sent(0, "a.ndjson"))).isEqualTo(track("1").replace("2024-01-01T00:00:00.000Z", arrives));
        }

        @Test
        void fieldsThatWouldMoveHistoryOrLeakAreStripped() {
            world.file(
                    "a.ndjson",
                    track(
                            "1",
                            ",\"sentAt\":\"2024-01-01T00:00:05Z\",\"receivedAt\":\"x\",\"originalTimestamp\":1,"
                                    + "\"writeKey\":\"other\",\"version\":2"));
            assertThat(items(sent(0, "a.ndjson"))).isEqualTo(track("1"));
            assertThat(world.out()).contains("  sent with warnings: stripped-field 5\n");
        }

        @Test
        void allSixCallsGoTogetherInTheOrderOfTheFile() {
            String time = ",\"timestamp\":\"2024-01-01T00:00:00.000Z\"}";
            String text = lines(
                    "{\"type\":\"identify\",\"userId\":\"1\"" + time,
                    "{\"type\":\"track\",\"userId\":\"1\",\"event\":\"E\"" + time,
                    "{\"type\":\"page\",\"userId\":\"1\",\"name\":\"P\"" + time,
                    "{\"type\":\"screen\",\"userId\":\"1\",\"name\":\"S\"" + time,
                    "{\"type\":\"group\",\"userId\":\"1\",\"groupId\":\"g\"" + time,
                    "{\"type\":\"alias\",\"userId\":\"1\",\"previousId\":\"a\"" + time);
            world.file("a.ndjson", text);
            List<FakeServerRequest> requests = sent(0, "a.ndjson");
            assertThat(requests).hasSize(1);
            assertThat(requests.get(0).line()).isEqualTo("POST /v1/batch HTTP/1.1");
            assertThat(requests.get(0).headers("X-Strict-Mode")).containsExactly("1");
            assertThat(items(requests) + "\n").isEqualTo(text);
        }

        @Test
        void csvCellsStayTextAndColumnsFindTheirPlace() {
            world.file(
                    "orders.csv",
                    "User ID,event,timestamp,order_id,note,address[city],context.active,traits.x\r\n"
                            + "00042,\"Order, \"\"done\"\"\",2023-05-01 10:00:00Z,1.10,,Röm,true,\r\n");
            assertThat(items(sent(0, "orders.csv", "--type", "track")))
                    .isEqualTo("{\"type\":\"track\",\"userId\":\"00042\",\"event\":\"Order, \\\"done\\\"\","
                            + "\"timestamp\":\"2023-05-01T10:00:00.000Z\",\"properties\":{\"order_id\":\"1.10\","
                            + "\"address[city]\":\"Röm\"},\"context\":{\"active\":true}}");
        }

        @Test
        void csvMayNameATypeInEachRow() {
            world.file(
                    "mixed.csv",
                    "type;userId;event;plan;timestamp\ntrack;1;E;pro;2023-01-01T00:00:00Z\nidentify;1;;pro;2023-01-02T00:00:00Z\n");
            assertThat(items(sent(0, "mixed.csv"))).isEqualTo("""
                    {"type":"track","userId":"1","event":"E","properties":{"plan":"pro"},"timestamp":"2023-01-01T00:00:00.000Z"}
                    {"type":"identify","userId":"1","traits":{"plan":"pro"},"timestamp":"2023-01-02T00:00:00.000Z"}""");
        }

        @ParameterizedTest
        @CsvSource({"tab,'\t'", "';',;", "|,|", "^,^"})
        void csvMayUseAnyDelimiter(String option, String delimiter) {
            world.file(
                    "a.csv",
                    "userId,event,timestamp\n1,E,2023-01-01T00:00:00Z\n".replace(",", delimiter.replace("'", "")));
            assertThat(items(sent(0, "a.csv", "--type", "track", "--delimiter", option)))
                    .contains("\"event\":\"E\"");
        }

        @Test
        void standardInputIsReadWithOrWithoutADash() {
            world.stdin(lines(track("1")));
            assertThat(items(sent(0, "-"))).isEqualTo(track("1"));
            assertThat(world.out()).startsWith("backfill of standard input to 127.0.0.1:");
            world.stdin(lines(track("1")));
            assertThat(items(sent(0))).isEqualTo(track("1"));
        }

        @Test
        void severalFilesArriveOneAfterAnother() {
            world.file("b.ndjson", lines(track("1"), track("2")));
            world.file("a.csv", "userId,type,event,timestamp\n3,track,E,2023-01-01T00:00:00Z\n");
            world.stdin(track("4"));
            assertThat(found(ITEM_USER, sent(0, "b.ndjson", "a.csv", "-", "--order", "file")))
                    .containsExactly("1", "2", "3", "4");
            assertThat(world.out()).startsWith("backfill of 3 inputs to 127.0.0.1:");
        }

        @Test
        void noBatchHoldsMoreThanASecondsWorthOfRecords() {
            world.file("a.ndjson", records(50, 10));
            List<FakeServerRequest> requests = sent(0, "a.ndjson", "--rate", "20/s", "--order", "file");
            assertThat(requests).hasSize(3);
            assertThat(found(ITEM_USER, requests)).hasSize(50).doesNotHaveDuplicates();
            assertThat(found(ITEM_USER, requests.subList(0, 1))).hasSize(20);
        }

        @Test
        void recordsLeaveAtTheirRateAlsoWhenTheyAreSentAgain() {
            world.file("a.ndjson", records(60, 10));
            AtomicInteger requests = new AtomicInteger();
            sent(
                    request -> {
                        world.time().record("request");
                        return requests.incrementAndGet() == 2 ? answer(500, "") : accepted();
                    },
                    0,
                    "a.ndjson",
                    "--rate",
                    "20/s",
                    "--order",
                    "file");
            List<Double> when = world.time().events().stream()
                    .map(event -> Double.valueOf(event.split(" ", -1)[0]))
                    .toList();
            assertThat(when).hasSize(4);
            for (int i = 1; i < when.size(); i++) {
                assertThat(when.get(i) - when.get(i - 1)).isBetween(0.9, 1.1);
            }
        }

        @Test
        void concatenatedDocumentsAndBlankLinesAreUnderstood() {
            world.file("a.ndjson", "\uFEFF\n\n" + track("1") + track("2") + "\r\n\n" + track("3"));
            assertThat(found(ITEM_USER, sent(0, "a.ndjson"))).containsExactly("1", "2", "3");
        }

        @Test
        void batchesAreFullInOrderAndOnOneConnection() {
            world.file("a.ndjson", records(3000, 400));
            try (FakeServer server = FakeServer.handling(request -> accepted())) {
                world.env("CDP_API_URL", server.url()).expect(0, "backfill", "a.ndjson", "--order", "file");
                assertThat(server.connections()).isEqualTo(1);
                List<FakeServerRequest> requests = server.requests();
                assertThat(requests).hasSize(4).allMatch(request -> request.body().length <= 475_000);
                assertThat(requests.subList(0, 3)).allMatch(request -> request.body().length > 474_000);
                assertThat(found(ITEM_USER, requests))
                        .isEqualTo(
                                IntStream.range(0, 3000).mapToObj(i -> "u" + i).toList());
            }
        }

        @Test
        void aRecordOfExactlyTheSizeOfACallIsSentAndALargerOneIsNot() {
            int frame = track("1", ",\"properties\":{\"pad\":\"\"},\"messageId\":\"m\"")
                    .length();
            String fits =
                    track("1", ",\"properties\":{\"pad\":\"" + "x".repeat(32_000 - frame) + "\"},\"messageId\":\"m\"");
            assertThat(fits).hasSize(32_000);
            world.file("a.ndjson", lines(fits, fits.replace("\"m\"", "\"mm\"")));
            assertThat(sent(6, "a.ndjson").get(0).text()).isEqualTo("{\"batch\":[" + fits + "]}");
            assertThat(rejectCodes("a.ndjson.rejects.ndjson")).containsExactly("too-large");
        }
    }

    @Nested
    class WhatIsPrinted {

        @Test
        void theSummaryOfACleanRun() {
            world.file("events.ndjson", records(1234, 100));
            sent(0, "events.ndjson");
            assertThat(shownSummary()).isEqualTo("""
                    backfill of events.ndjson to HOST in TIME
                      read      1,234
                      accepted  1,234  in 1 request, 316.0 KB
                      rejected      0
                      held          0
                    """);
            assertThat(world.err()).isEmpty();
        }

        @Test
        void theSummaryOfARunWithEverythingInIt() {
            world.file(
                    "events.ndjson",
                    lines(
                            track("1"),
                            track("2").replace("2024-01-01", "2024-05-31"),
                            track("3").replace("Signed Up", "User Deleted"),
                            track(""),
                            "{oops",
                            "[1]",
                            track("null"),
                            track("poison")));
            sent(
                    request -> request.text().contains("poison")
                            ? answer(400, "{\"errors\":[{\"message\":\"no \\u001b[31mpoison\",\"field\":\"userId\"}]}")
                            : accepted(),
                    6,
                    "events.ndjson");
            assertThat(shownSummary()).isEqualTo("""
                    backfill of events.ndjson to HOST in TIME
                      read      8
                      accepted  2  in 2 requests, 261 B
                      rejected  4  blank-field 1, not-json 1, not-an-object 1, api-refused 1
                      held      2  held-recent 1, held-destructive 1
                        held-recent, first in events.ndjson line 2: timestamp is not older than 72 hours and can trigger campaigns; --allow-triggers sends it
                        held-destructive, first in events.ndjson line 3: event is a command that cannot be taken back; --allow-destructive sends it
                        blank-field, first in events.ndjson line 4: userId is blank
                        not-json, first in events.ndjson line 5: this is not JSON: NOTJSON
                        not-an-object, first in events.ndjson line 6: this is a JSON array; write its elements on lines of their own, where they are records
                        api-refused, first in events.ndjson line 8: userId no \\u001b[31mpoison
                      sent with warnings: junk-id 1
                      not sent, with reasons: REJECTS
                      what was held is sent by: cdp backfill REJECTS --allow-triggers --allow-destructive
                    """.replace(
                            "NOTJSON", line(shownSummary(), "not-json, first").replaceFirst(".*this is not JSON: ", ""))
                    .replace(
                            "REJECTS",
                            world.workingDirectory()
                                    .resolve("events.ndjson.rejects.ndjson")
                                    .toString()));
        }

        private static String line(String text, String start) {
            return text.lines()
                    .filter(line -> line.strip().startsWith(start))
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void jsonSaysTheSame() {
            world.file("events.ndjson", lines(track("1"), track("2").replace("2024-01-01", "2024-05-31"), "{oops"));
            sent(6, "events.ndjson", "--json");
            String file = world.workingDirectory()
                    .resolve("events.ndjson.rejects.ndjson")
                    .toString();
            assertThat(world.out()
                            .replaceFirst("127\\.0\\.0\\.1:\\d+", "HOST")
                            .replaceFirst("\"milliseconds\":\\d+", "\"milliseconds\":1"))
                    .isEqualTo("{\"inputs\":[\"events.ndjson\"],\"url\":\"http://HOST/v1\",\"read\":3,\"accepted\":1,"
                            + "\"rejected\":1,\"held\":1,\"filtered\":0,\"filteredByTime\":0,\"earlier\":0,\"earlierRejected\":0,\"earlierHeld\":0,\"unsettled\":0,\"reasons\":{\"held-recent\":1,\"not-json\":1},\"acceptedByType\":{\"track\":1},"
                            + "\"warnings\":{},\"requests\":1,\"bytes\":129,\"retries\":0,"
                            + "\"firstTimestamp\":\"2024-01-01T00:00:00.000Z\","
                            + "\"lastTimestamp\":\"2024-01-01T00:00:00.000Z\",\"milliseconds\":1,"
                            + "\"rejectFiles\":[\"" + file + "\"]}\n");
            assertThat(world.err()).isEmpty();
        }

        @Test
        void quietPrintsNothingWhenAllIsWell() {
            world.file("events.ndjson", lines(track("1")));
            sent(0, "events.ndjson", "-q");
            assertThat(world.out() + world.err()).isEmpty();
        }

        @Test
        void namesOfFilesAreCleanedBeforeTheyAreShown() {
            world.file("evil\u001b[31m.ndjson", lines("{oops"));
            sent(6, "evil\u001b[31m.ndjson");
            assertThat(world.out() + world.err())
                    .contains("evil\\u001b[31m.ndjson")
                    .doesNotContain("\u001b");
        }

        @Test
        void nothingToReadIsAllDone() {
            world.file("empty.ndjson", "");
            world.file("header.csv", "userId,event,timestamp\n");
            assertThat(sent(0, "empty.ndjson", "header.csv", "--type", "track")).isEmpty();
            assertThat(counts()).containsEntry("read", 0L).containsEntry("accepted", 0L);
        }
    }

    @Nested
    class Guards {

        private String at(String user, String time) {
            return track(user).replace("2024-01-01T00:00:00.000Z", time);
        }

        @Test
        void recordsOfTheLast72HoursAreHeldByTheClockOfTheDay() {
            world.file(
                    "a.ndjson",
                    lines(
                            at("old", "2024-05-29T11:59:59.999Z"),
                            at("edge", "2024-05-29T12:00:00.000Z"),
                            at("now", "2024-06-01T12:00:00.000Z"),
                            at("ahead", "2024-06-01T12:05:00.000Z")));
            assertThat(found(ITEM_USER, sent(6, "a.ndjson"))).containsExactly("old");
            assertThat(counts()).containsEntry("held", 3L);
            assertThat(rejectCodes("a.ndjson.rejects.ndjson"))
                    .containsOnly("held-recent")
                    .hasSize(3);
        }

        @Test
        void theyAreSentWhenAllowed() {
            world.file("a.ndjson", lines(at("now", "2024-06-01T12:00:00.000Z")));
            assertThat(found(ITEM_USER, sent(0, "a.ndjson", "--allow-triggers")))
                    .containsExactly("now");
        }

        @Test
        void theFutureIsRejectedUnlessAllowed() {
            world.file("a.ndjson", lines(at("later", "2024-06-01T12:05:00.001Z")));
            assertThat(sent(6, "a.ndjson", "--allow-triggers")).isEmpty();
            assertThat(counts()).containsEntry("rejected", 1L);
            assertThat(rejectCodes("a.ndjson.rejects.ndjson")).containsExactly("future-timestamp");
            assertThat(sent(6, "a.ndjson", "--allow-future")).isEmpty();
            assertThat(sent(0, "a.ndjson", "--allow-future", "--allow-triggers"))
                    .hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"User Deleted", "User Suppressed", "Relationship Deleted", "Object Deleted"})
        void eventsThatDeleteAreHeldUnlessAllowed(String event) {
            String record = track("1", ",\"anonymousId\":\"a\",\"properties\":{\"objectId\":\"o\",\"objectTypeId\":1}")
                    .replace("Signed Up", event);
            world.file("a.ndjson", lines(record));
            assertThat(sent(6, "a.ndjson", "--allow-triggers")).isEmpty();
            assertThat(rejectCodes("a.ndjson.rejects.ndjson")).containsExactly("held-destructive");
            assertThat(items(sent(0, "a.ndjson", "--allow-destructive"))).isEqualTo(record);
        }

        @Test
        void eachGuardHasItsOwnKey() {
            world.file("a.ndjson", lines(at("1", "2024-06-01T00:00:00.000Z").replace("Signed Up", "User Deleted")));
            assertThat(sent(6, "a.ndjson", "--allow-triggers")).isEmpty();
            assertThat(sent(6, "a.ndjson", "--allow-destructive")).isEmpty();
            assertThat(sent(0, "a.ndjson", "--allow-destructive", "--allow-triggers"))
                    .hasSize(1);
        }

        @Test
        void aCommandOfAnotherTypeOfCallIsNone() {
            world.file(
                    "a.ndjson",
                    "{\"type\":\"page\",\"userId\":\"1\",\"name\":\"User Deleted\",\"timestamp\":\"2024-01-01T00:00:00Z\"}");
            assertThat(sent(0, "a.ndjson")).hasSize(1);
        }

        @Test
        void aRecordWithoutATimeIsRejectedAndNeverTakenForNow() {
            world.file(
                    "a.ndjson",
                    lines(
                            track("1").replace(",\"timestamp\":\"2024-01-01T00:00:00.000Z\"", ""),
                            at("2", "yesterday"),
                            at("3", "2024-01-01 10:00:00"),
                            at("4", ""),
                            at("5", "2024-13-01T00:00:00Z")));
            assertThat(sent(6, "a.ndjson")).isEmpty();
            assertThat(rejectCodes("a.ndjson.rejects.ndjson"))
                    .containsExactly(
                            "missing-timestamp", "bad-timestamp", "bad-timestamp", "bad-timestamp", "bad-timestamp");
        }

        @Test
        void nowIsTheDefaultOnlyWhenAskedForAndIsStillHeld() {
            world.file("a.ndjson", track("1").replace(",\"timestamp\":\"2024-01-01T00:00:00.000Z\"", ""));
            assertThat(sent(6, "a.ndjson", "--timestamp-default", "now")).isEmpty();
            assertThat(counts()).containsEntry("held", 1L);
            assertThat(items(sent(0, "a.ndjson", "--timestamp-default", "now", "--allow-triggers")))
                    .isEqualTo(at("1", "2024-06-01T12:00:00.000Z"));
        }

        @Test
        void aDefaultDoesNotReplaceATimeThatCannotBeRead() {
            world.file("a.ndjson", lines(at("1", "yesterday")));
            assertThat(sent(6, "a.ndjson", "--timestamp-default", "now", "--allow-triggers"))
                    .isEmpty();
            assertThat(rejectCodes("a.ndjson.rejects.ndjson")).containsExactly("bad-timestamp");
        }

        @Test
        void timesWithoutAZoneAreReadInTheZoneGiven() {
            world.file("a.ndjson", lines(at("1", "2024-01-01 10:00:00"), at("2", "2024-01-01T10:00:00Z")));
            assertThat(items(sent(0, "a.ndjson", "--timezone", "Europe/Rome")))
                    .isEqualTo(at("1", "2024-01-01T09:00:00.000Z") + "\n" + at("2", "2024-01-01T10:00:00.000Z"));
        }
    }

    @Nested
    class Types {

        @Test
        void aRecordMustSayWhatItIs() {
            world.file(
                    "a.ndjson",
                    lines(
                            track("1").replace("\"type\":\"track\",", ""),
                            track("2").replace("\"track\"", "\"purchase\""),
                            track("3").replace("\"track\"", "7")));
            assertThat(sent(6, "a.ndjson")).isEmpty();
            assertThat(rejects("a.ndjson.rejects.ndjson"))
                    .extracting(line -> line.get("code").asText() + " "
                            + line.get("message").asText())
                    .containsExactly(
                            "missing-field is missing: name it in each record, or by --type for all",
                            "unknown-type is \"purchase\"; it must be one of"
                                    + " identify, track, page, screen, group, alias",
                            "wrong-type must be a string, but is a number");
        }

        @Test
        void anOptionSaysItForThoseThatDoNot() {
            world.file(
                    "a.ndjson",
                    lines(
                            track("1").replace("\"type\":\"track\",", ""),
                            track("2").replace("\"track\"", "\"identify\"").replace("\"event\":\"Signed Up\",", "")));
            assertThat(items(sent(0, "a.ndjson", "--type", "track")))
                    .isEqualTo(track("1") + "\n"
                            + track("2").replace("\"track\"", "\"identify\"").replace("\"event\":\"Signed Up\",", ""));
        }
    }

    @Nested
    class Refusals {

        private FakeServerReply unless(boolean bad, int status, String body) {
            return bad ? answer(status, body) : accepted();
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 422, 413})
        void onePoisonedRecordAmong500IsFoundWithFewRequests(int status) {
            world.file("a.ndjson", records(500, 10).replace("\"u321\"", "\"poison\""));
            String body = "{\"meta\":{\"errors\":[\"no poison here\"]}}";
            List<FakeServerRequest> requests =
                    sent(request -> unless(request.text().contains("poison"), status, body), 6, "a.ndjson");
            assertThat(requests).hasSizeLessThanOrEqualTo(19);
            assertThat(counts()).containsEntry("accepted", 499L).containsEntry("rejected", 1L);
            JsonNode reject = rejects("a.ndjson.rejects.ndjson").get(0);
            String raw = world.read("a.ndjson").lines().toList().get(321);
            assertThat(reject.toString().replaceFirst("\"messageId\":\"[0-9A-Z]{26}\",", ""))
                    .isEqualTo("{\"input\":\"a.ndjson\",\"record\":322,\"line\":322,\"offset\":"
                            + world.read("a.ndjson").indexOf(raw)
                            + ",\"code\":\"api-refused\",\"field\":\"\",\"message\":\"no poison here\",\"status\":"
                            + status
                            + ",\"body\":" + quoted(body)
                            + ",\"origin\":\"a361f21d3b04b4a2:322\",\"type\":\"track\",\"raw\":" + quoted(raw) + "}");
        }

        private static String quoted(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }

        @Test
        void theOthersAcceptedAreEachAcceptedOnceAndInOrder() {
            world.file("a.ndjson", records(100, 10).replace("\"u42\"", "\"poison\""));
            List<String> taken = new ArrayList<>();
            sent(
                    request -> {
                        boolean bad = request.text().contains("poison");
                        if (!bad) {
                            taken.addAll(found(ITEM_USER, List.of(request)));
                        }
                        return unless(bad, 400, "");
                    },
                    6,
                    "a.ndjson");
            assertThat(taken)
                    .isEqualTo(IntStream.range(0, 100)
                            .filter(i -> i != 42)
                            .mapToObj(i -> "u" + i)
                            .toList());
        }

        @Test
        void bisectingChangesNoByteAndNoId() {
            world.file("a.ndjson", records(8, 10));
            List<FakeServerRequest> requests =
                    sent(request -> unless(request.text().contains("},{"), 400, ""), 0, "a.ndjson");
            String whole = items(requests.subList(0, 1));
            List<FakeServerRequest> single = requests.stream()
                    .filter(request -> !request.text().contains("},{"))
                    .toList();
            assertThat(items(single)).isEqualTo(whole);
            assertThat(found(MESSAGE_ID, single)).isEqualTo(found(MESSAGE_ID, requests.subList(0, 1)));
        }

        @Test
        void anIndexInTheAnswerIsUsedAndTriedByItself() {
            world.file("a.ndjson", records(500, 10).replace("\"u321\"", "\"poison\""));
            String body = "{\"errors\":[{\"message\":\"bad\",\"field\":\"userId\",\"batch_index\":321}]}";
            List<FakeServerRequest> requests =
                    sent(request -> unless(request.text().contains("poison"), 400, body), 6, "a.ndjson");
            assertThat(requests)
                    .extracting(request -> found(ITEM_USER, List.of(request)).size())
                    .containsExactly(500, 321, 1, 178);
            assertThat(rejects("a.ndjson.rejects.ndjson").get(0).get("field").asText())
                    .isEqualTo("userId");
        }

        @Test
        void anIndexThatIsWrongCondemnsNobody() {
            world.file("a.ndjson", records(50, 10).replace("\"u32\"", "\"poison\""));
            String body = "{\"errors\":[{\"message\":\"bad\",\"batch_index\":3}]}";
            sent(request -> unless(request.text().contains("poison"), 400, body), 6, "a.ndjson");
            assertThat(counts()).containsEntry("accepted", 49L);
            assertThat(rejects("a.ndjson.rejects.ndjson").get(0).get("line").asInt())
                    .isEqualTo(33);
        }

        @Test
        void aBatchThatIsTooLargeForTheServiceIsSplit() {
            world.file("a.ndjson", records(100, 4000));
            List<FakeServerRequest> requests =
                    sent(request -> unless(request.body().length > 100_000, 413, ""), 0, "a.ndjson");
            assertThat(counts()).containsEntry("accepted", 100L);
            assertThat(found(
                            ITEM_USER,
                            requests.stream()
                                    .filter(request -> request.body().length <= 100_000)
                                    .toList()))
                    .hasSize(100)
                    .doesNotHaveDuplicates();
        }

        @Test
        void anAliasThatABatchRefusesGoesToItsOwnEndpoint() {
            world.file(
                    "a.ndjson",
                    "{\"type\":\"alias\",\"userId\":\"1\",\"previousId\":\"a\",\"timestamp\":\"2024-01-01T00:00:00Z\"}");
            List<FakeServerRequest> requests =
                    sent(request -> unless(request.path().equals("/v1/batch"), 400, ""), 0, "a.ndjson");
            assertThat(requests).extracting(FakeServerRequest::path).containsExactly("/v1/batch", "/v1/alias");
            assertThat(counts()).containsEntry("accepted", 1L);
        }
    }

    @Nested
    class Stops {

        /** Answers the first request well and all others by a status. */
        private static Function<FakeServerRequest, FakeServerReply> onceThen(int status) {
            List<String> seen = new ArrayList<>();
            return request -> {
                seen.add(request.path());
                return seen.size() == 1 ? accepted() : answer(status, "");
            };
        }

        @ParameterizedTest
        @CsvSource({"401,3", "403,4", "404,5", "405,5", "418,5", "302,5"})
        void aVerdictOnTheRunStopsItAndTheRestCountsAsUnsettled(int status, int exitCode) {
            world.file("a.ndjson", records(60, 20_000));
            assertThat(sent(onceThen(status), exitCode, "a.ndjson", "--order", "file"))
                    .hasSize(2);
            assertThat(counts())
                    .containsEntry("accepted", 23L)
                    .hasEntrySatisfying("unsettled", left -> assertThat(left).isBetween(24L, 37L));
            assertThat(world.out()).containsPattern("  unsettled  *\\d+  read, but not acknowledged\n");
            assertThat(world.err())
                    .startsWith("cdp backfill: stopped: ")
                    .containsPattern("; \\d+ records read and not settled\n");
            assertThat(world.workingDirectory()).isDirectoryNotContaining("glob:**rejects*");
        }

        @Test
        void jsonSaysItInJson() {
            world.file("a.ndjson", records(2, 10));
            sent(request -> answer(401, ""), 3, "a.ndjson", "--json");
            assertThat(counts()).containsEntry("unsettled", 2L);
            assertThat(tree(world.err()).at("/error/exitCode").asInt()).isEqualTo(3);
        }

        @Test
        void aRefusedKeyIsNamedByItsEndAndTheWayOnIsShown() {
            world.file("a.ndjson", records(1, 10));
            sent(request -> answer(401, ""), 3, "a.ndjson");
            assertThat(world.err())
                    .contains("refused the API key …test (401); 1 record read and not settled\n")
                    .contains("Look closer: cdp test-connection\n");
        }

        /** Whatever is rejected counts, when it is, and however little is left to read. */
        @ParameterizedTest
        @CsvSource({"10, 10", "1%, 2"})
        void tooManyRejectsEndTheRunHoweverSmallItIs(String limit, int rejected) {
            world.file("a.ndjson", records(3000, 10));
            List<FakeServerRequest> requests =
                    sent(request -> answer(400, "{}"), 7, "a.ndjson", "--max-errors", limit, "--no-journal");
            assertThat(requests.size()).isLessThan(400);
            assertThat(world.err()).contains("stopped: ").contains("records were rejected");
            assertThat(counts().get("rejected"))
                    .isGreaterThanOrEqualTo(rejected)
                    .isLessThan(200);
            assertThat(counts().get("unsettled")).isGreaterThan(2700);
        }

        @Test
        void soDoMistakesInTheFileItself() {
            world.file("a.ndjson", "{oops\n".repeat(5000));
            sent(7, "a.ndjson", "--no-journal");
            assertThat(world.err()).containsPattern("stopped: \\d+ records in a row were rejected, and none accepted");
        }

        @Test
        void aLongOutageEndsWith75AfterAsLongAsAllowed() {
            world.file("a.ndjson", records(2, 10));
            sent(request -> answer(503, ""), 75, "a.ndjson", "--max-outage", "2m");
            Duration waited = world.waits().stream().reduce(Duration.ZERO, Duration::plus);
            assertThat(waited).isBetween(Duration.ofSeconds(85), Duration.ofMinutes(2));
            assertThat(counts()).containsEntry("unsettled", 2L);
            assertThat(world.err())
                    .contains("stopped: no acknowledgement from ")
                    .contains(": status 503");
        }

        @Test
        void itIsTenMinutesWhenNothingIsSaid() {
            world.file("a.ndjson", records(1, 10));
            sent(request -> answer(503, ""), 75, "a.ndjson");
            Duration waited = world.waits().stream().reduce(Duration.ZERO, Duration::plus);
            assertThat(waited).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        }

        @Test
        void aShortOutageIsRiddenOutWithTheSameBytes() {
            world.file("a.ndjson", records(2, 10));
            List<FakeServerRequest> all = new ArrayList<>();
            sent(
                    request -> {
                        all.add(request);
                        return all.size() < 6 ? answer(503, "") : accepted();
                    },
                    0,
                    "a.ndjson");
            assertThat(all)
                    .hasSize(6)
                    .extracting(FakeServerRequest::text)
                    .containsOnly(all.get(0).text());
            assertThat(counts()).containsEntry("accepted", 2L);
        }

        @Test
        void whatWasNotWrittenToARejectsFileIsNotCountedAsRejected() {
            world.file("a.ndjson", lines("{oops", track("2").replace("2024-01-01", "2024-05-31"), track("3")));
            sent(request -> answer(403, ""), 4, "a.ndjson");
            assertThat(counts())
                    .containsEntry("rejected", 0L)
                    .containsEntry("held", 0L)
                    .containsEntry("unsettled", 3L);
            assertThat(world.workingDirectory()).isDirectoryNotContaining("glob:**rejects*");
        }

        private static InputStream broken() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("the disk is gone");
                }

                @Override
                public int read(byte[] bytes, int start, int length) throws IOException {
                    return read();
                }
            };
        }

        @Test
        void anInputThatBreaksOffStopsTheRunAndWhatWasReadIsSent() {
            world.stdin(new SequenceInputStream(
                    new ByteArrayInputStream(lines(track("1")).getBytes(UTF_8)), broken()));
            sent(1, "-");
            assertThat(counts()).containsEntry("read", 1L).containsEntry("accepted", 1L);
            assertThat(world.err()).contains("stopped, because of the disk is gone\n");
        }
    }

    @Nested
    class MessageIds {

        private List<String> ids(String... arguments) {
            return found(MESSAGE_ID, sent(0, arguments));
        }

        @Test
        void theSameFileSentAgainGivesTheSameIds() {
            world.file("a.ndjson", records(3, 10));
            try (FakeServer server = FakeServer.handling(request -> accepted())) {
                world.env("CDP_API_URL", server.url());
                world.expect(0, "backfill", "a.ndjson").expect(0, "backfill", "a.ndjson", "--restart");
                world.file("elsewhere/b.ndjson", world.read("a.ndjson"));
                world.expect(0, "backfill", "elsewhere/b.ndjson");
                List<FakeServerRequest> requests = server.requests();
                List<String> first = found(MESSAGE_ID, requests.subList(0, 1));
                assertThat(first).hasSize(3).doesNotHaveDuplicates();
                assertThat(found(MESSAGE_ID, requests.subList(1, 2))).isEqualTo(first);
                assertThat(found(MESSAGE_ID, requests.subList(2, 3))).isEqualTo(first);
            }
        }

        @Test
        void anotherKeyOrHostGivesOtherIds() {
            world.file("a.ndjson", records(1, 10));
            try (FakeServer server = FakeServer.handling(request -> accepted())) {
                world.env("CDP_API_URL", server.url()).expect(0, "backfill", "a.ndjson");
                world.expect(0, "backfill", "a.ndjson", "--api-key", "another-key-1234");
                world.env("CDP_API_URL", server.url().replace("127.0.0.1", "localhost"))
                        .expect(0, "backfill", "a.ndjson");
                assertThat(found(MESSAGE_ID, server.requests())).hasSize(3).doesNotHaveDuplicates();
            }
        }

        @Test
        void alikeRowsStayTwo() {
            world.file("a.ndjson", lines(track("1"), track("1")));
            assertThat(ids("a.ndjson")).hasSize(2).doesNotHaveDuplicates();
        }

        /** Each day's export begins with another record; that one of its rows is like yesterday's says nothing. */
        @Test
        void alikeRowsAtTheSamePlaceOfTwoFilesStayTwoAndACopyOfAFileDoesNot() {
            world.file("monday.ndjson", lines(track("1"), track("2")));
            world.file("tuesday.ndjson", lines(track("3"), track("2")));
            world.file("copy.ndjson", lines(track("1"), track("2")));
            List<String> ids = ids("monday.ndjson", "tuesday.ndjson", "copy.ndjson", "--order", "file");
            assertThat(ids.subList(0, 4)).hasSize(4).doesNotHaveDuplicates();
            assertThat(ids.subList(4, 6)).isEqualTo(ids.subList(0, 2));
        }

        @Test
        void aFileThatHasGrownKeepsItsIdsWithoutAJournalToo() {
            world.file("a.ndjson", lines(track("1")));
            world.file("b.ndjson", lines(track("1"), track("2")));
            List<String> ids = ids("a.ndjson", "b.ndjson", "--order", "file", "--no-journal");
            assertThat(ids).hasSize(3);
            assertThat(ids.get(1)).isEqualTo(ids.get(0));
        }

        @Test
        void anIdThatIsNullIsNoneWhateverTheTimeOfTheRun() {
            world.file("a.ndjson", "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"1\",\"messageId\":null}");
            try (FakeServer server = FakeServer.handling(request -> accepted())) {
                world.env("CDP_API_URL", server.url());
                for (String now : List.of("2024-06-01T00:00:00Z", "2024-06-02T00:00:00Z")) {
                    world.now(now)
                            .expect(
                                    0,
                                    "backfill",
                                    "a.ndjson",
                                    "--timestamp-default",
                                    "now",
                                    "--allow-triggers",
                                    "--no-journal");
                }
                assertThat(found(MESSAGE_ID, server.requests()))
                        .hasSize(2)
                        .allMatch(found(MESSAGE_ID, server.requests()).get(0)::equals);
            }
        }

        /** It was refused under this id: mended, it is still that record. */
        @Test
        void aRecordThatTheServiceRefusedKeepsItsIdWhenItIsMended() {
            world.file("a.ndjson", lines(track("1"), track("2")));
            String refused = found(
                            MESSAGE_ID,
                            sent(request -> answer(400, "{}"), 6, "a.ndjson", "--no-journal", "--order", "file"))
                    .get(0);
            world.file(
                    "b.ndjson",
                    world.read("a.ndjson.rejects.ndjson")
                            .lines()
                            .toList()
                            .get(0)
                            .replace("Signed", "Logged"));
            List<FakeServerRequest> again = sent(0, "b.ndjson", "--no-journal");
            assertThat(found(MESSAGE_ID, again)).containsExactly(refused);
            assertThat(items(again)).contains("Logged Up");
        }

        @Test
        void anEmptyObjectLacksATypeAndIsNoReject() {
            world.file("a.ndjson", "{}\n");
            sent(6, "a.ndjson");
            assertThat(rejectCodes("a.ndjson.rejects.ndjson")).containsExactly("missing-field");
        }

        @Test
        void aRecordThatIsRejectedTwiceHasTheIdItHadAtFirst() {
            world.file("a.ndjson", lines(track("1"), track("2", ",\"context\":null"), track("3")));
            sent(6, "a.ndjson", "--no-journal");
            sent(6, "a.ndjson.rejects.ndjson", "--no-journal");
            String again = "a.ndjson.rejects.ndjson.rejects.ndjson";
            assertThat(rejects(again).get(0).get("record").asInt()).isEqualTo(1);
            world.file("mended.ndjson", world.read(again).replace("\\\"context\\\":null", "\\\"context\\\":{}"));
            world.file("whole.ndjson", lines(track("1"), track("2", ",\"context\":{}"), track("3")));
            List<String> ids = ids("whole.ndjson", "mended.ndjson", "--order", "file");
            assertThat(ids).hasSize(4);
            assertThat(ids.get(3)).isEqualTo(ids.get(1));
        }

        @Test
        void aRecordsOwnIdIsKept() {
            world.file("a.ndjson", lines(track("1", ",\"messageId\":\"mine\""), track("1", ",\"messageId\":7")));
            assertThat(ids("a.ndjson")).containsExactly("mine", "7");
        }

        @Test
        void aRunThatWasStoppedSendsTheSameIdsAgain() {
            world.file("a.ndjson", records(60, 20_000));
            try (FakeServer server = FakeServer.handling(onceGoodThenGone())) {
                world.env("CDP_API_URL", server.url())
                        .expect(75, "backfill", "a.ndjson", "--max-retries", "0", "--order", "file", "--no-journal")
                        .expect(0, "backfill", "a.ndjson", "--order", "file", "--no-journal");
                List<FakeServerRequest> requests = server.requests();
                assertThat(requests.get(2).text()).isEqualTo(requests.get(0).text());
                assertThat(requests.get(3).text()).isEqualTo(requests.get(1).text());
            }
        }

        private static Function<FakeServerRequest, FakeServerReply> onceGoodThenGone() {
            List<String> seen = new ArrayList<>();
            return request -> {
                seen.add(request.path());
                return seen.size() == 2 ? answer(503, "") : accepted();
            };
        }

        @Test
        void recordsThatGetTheTimeOfTheRunKeepTheirIdsAllTheSame() {
            world.file("a.ndjson", track("1").replace(",\"timestamp\":\"2024-01-01T00:00:00.000Z\"", ""));
            try (FakeServer server = FakeServer.handling(request -> accepted())) {
                world.env("CDP_API_URL", server.url());
                world.expect(
                        0, "backfill", "a.ndjson", "--timestamp-default", "now", "--allow-triggers", "--no-journal");
                world.now("2024-06-02T00:00:00Z");
                world.expect(
                        0, "backfill", "a.ndjson", "--timestamp-default", "now", "--allow-triggers", "--no-journal");
                assertThat(found(MESSAGE_ID, server.requests()).stream().distinct())
                        .hasSize(1);
            }
        }
    }

    @Nested
    class RejectsFile {

        @Test
        void holdsEachRecordThatWasNotSentWithItsReason() {
            world.file(
                    "a.ndjson", lines(track("1"), track("") + " ", "{oops", "{\"type\":\"track\",\"userId\":\"ü\"}"));
            sent(6, "a.ndjson");
            List<JsonNode> lines = rejects("a.ndjson.rejects.ndjson");
            assertThat(lines)
                    .extracting(line ->
                            line.get("line").asInt() + " " + line.get("code").asText() + " "
                                    + line.get("field").asText() + ": "
                                    + line.get("raw").asText())
                    .containsExactly(
                            "2 blank-field userId: " + track(""),
                            "3 not-json : {oops",
                            "4 missing-field event: {\"type\":\"track\",\"userId\":\"ü\"}");
            assertThat(lines).allMatch(line -> line.get("input").asText().equals("a.ndjson"));
            assertThat(lines).noneMatch(line -> line.has("status") || line.has("body"));
        }

        @Test
        void tellsEveryProblemOfARecord() {
            world.file("a.ndjson", "{\"type\":\"track\",\"userId\":\" \",\"timestamp\":\"x\"}");
            sent(6, "a.ndjson");
            JsonNode reject = rejects("a.ndjson.rejects.ndjson").get(0);
            assertThat(reject.get("code").asText()).isEqualTo("blank-field");
            assertThat(reject.get("message").asText())
                    .startsWith("is blank; timestamp ")
                    .contains("; event is missing");
        }

        @Test
        void positionsAreThoseOfTheFileInBytes() {
            world.file("a.csv", "userId,event,timestamp,note\n1,E,2023-01-01T00:00:00Z,\"ü\nü\"\n,E,x,\n");
            sent(6, "a.csv", "--type", "track");
            JsonNode reject = rejects("a.csv.rejects.ndjson").get(0);
            assertThat(reject.get("record").asInt()).isEqualTo(2);
            assertThat(reject.get("line").asInt()).isEqualTo(4);
            assertThat(reject.get("offset").asInt())
                    .isEqualTo(
                            "userId,event,timestamp,note\n1,E,2023-01-01T00:00:00Z,\"ü\nü\"\n".getBytes(UTF_8).length);
            assertThat(reject.get("raw").asText()).isEqualTo(",E,x,");
        }

        /** What is too long to be kept can still be told from anything else, and found in its file. */
        @Test
        void holdsTheBeginningAndAHashOfARecordThatIsTooLong() throws Exception {
            byte[] huge =
                    (track("1", ",\"properties\":{\"a\":\"" + "ü".repeat(700_000) + "\"}") + "\n").getBytes(UTF_8);
            byte[] latin = "{\"type\":\"track\",\"userId\":\"\u00fc\"}\n".getBytes(StandardCharsets.ISO_8859_1);
            byte[] small = (track("2") + "\n").getBytes(UTF_8);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(huge);
            all.writeBytes(small);
            all.writeBytes(latin);
            Files.write(world.workingDirectory().resolve("a.ndjson"), all.toByteArray());
            sent(6, "a.ndjson");
            List<JsonNode> lines = rejects("a.ndjson.rejects.ndjson");
            assertThat(lines).extracting(line -> line.get("code").asText()).containsExactly("too-large", "bad-text");
            assertThat(lines.get(0).get("raw").asText()).hasSizeLessThan(1001);
            assertThat(track("1", ",\"properties\":{\"a\":\"" + "ü".repeat(1000)))
                    .startsWith(lines.get(0).get("raw").asText());
            for (JsonNode line : lines) {
                int from = line.get("offset").asInt();
                byte[] record = Arrays.copyOfRange(
                        all.toByteArray(), from, from + line.get("rawBytes").asInt());
                assertThat(new String(record, StandardCharsets.ISO_8859_1).strip())
                        .hasSameHashCodeAs(new String(from == 0 ? huge : latin, StandardCharsets.ISO_8859_1).strip());
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(record);
                assertThat(line.get("rawSha256").asText())
                        .isEqualTo(HexFormat.of().formatHex(hash));
            }
            sent(6, "a.ndjson.rejects.ndjson");
            assertThat(rejects("a.ndjson.rejects.ndjson.rejects.ndjson").get(0).get("rawSha256"))
                    .isEqualTo(lines.get(0).get("rawSha256"));
        }

        @Test
        void isNotMadeWhenEverythingIsSent() {
            world.file("a.ndjson", lines(track("1")));
            sent(0, "a.ndjson");
            assertThat(world.workingDirectory()).isDirectoryNotContaining("glob:**rejects*");
        }

        @Test
        void ofAnEarlierRunIsMovedAsideAndNeverOverwritten() {
            for (String line : List.of("{first", "{second", "{third")) {
                world.file("a.ndjson", line);
                sent(6, "a.ndjson");
            }
            assertThat(rejects("a.ndjson.rejects.ndjson.1").get(0).get("raw").asText())
                    .isEqualTo("{first");
            assertThat(rejects("a.ndjson.rejects.ndjson.2").get(0).get("raw").asText())
                    .isEqualTo("{second");
            assertThat(rejects("a.ndjson.rejects.ndjson").get(0).get("raw").asText())
                    .isEqualTo("{third");
            assertThat(world.err())
                    .isEqualTo("warning: rejects of an earlier run were kept as "
                            + world.workingDirectory().resolve("a.ndjson.rejects.ndjson.2") + "\n");
        }

        @Test
        void ofAnEarlierRunStaysWhereNothingNewIsRejected() {
            world.file("a.ndjson.rejects.ndjson", "{\"code\":\"kept\",\"raw\":\"\"}");
            world.file("a.ndjson", lines(track("1")));
            sent(0, "a.ndjson");
            assertThat(world.read("a.ndjson.rejects.ndjson")).contains("kept");
        }

        @Test
        void isOneForEachInputAndOneForAllWhereNamed() {
            world.file("a.ndjson", "{a");
            world.file("b.ndjson", "{b");
            world.stdin("{c");
            sent(6, "a.ndjson", "b.ndjson", "-");
            Path here = world.workingDirectory();
            assertThat(world.out()).endsWith("""
                      not sent, with reasons: %s
                      not sent, with reasons: %s
                      not sent, with reasons: %s
                    """.formatted(
                            here.resolve("a.ndjson.rejects.ndjson"),
                            here.resolve("b.ndjson.rejects.ndjson"),
                            here.resolve("stdin.rejects.ndjson")));
            sent(6, "a.ndjson", "b.ndjson", "--rejects", "all.ndjson");
            assertThat(rejects("all.ndjson"))
                    .extracting(line -> line.get("input").asText())
                    .containsExactly("a.ndjson", "b.ndjson");
        }

        @Test
        void thatCannotBeWrittenIsFoundOutBeforeAnythingIsSent() {
            world.file("a.ndjson", lines(track("1")));
            world.file("folder/x", "");
            for (String place : List.of("missing/rejects.ndjson", "folder", "a.ndjson/rejects.ndjson")) {
                assertThat(sent(2, "a.ndjson", "--rejects", place)).isEmpty();
                assertThat(world.err())
                        .startsWith("cdp backfill: the rejects file ")
                        .contains(" could not be written\n  Name another place by --rejects FILE.\n");
            }
        }

        @Test
        void mayNotBeTheInputItself() {
            world.file("a.ndjson", lines(track("1"), "{oops"));
            assertThat(sent(2, "a.ndjson", "--rejects", "./a.ndjson")).isEmpty();
            assertThat(world.err()).contains("--rejects").contains("input");
            assertThat(world.read("a.ndjson")).isEqualTo(lines(track("1"), "{oops"));
        }
    }

    @Nested
    class UnusableInput {

        private void refused(String expected, String... arguments) {
            assertThat(sent(2, arguments)).isEmpty();
            assertThat(world.err()).startsWith("cdp backfill: ").contains(expected);
            assertThat(world.out()).isEmpty();
        }

        @Test
        void aMissingFileIsNamedBeforeAnythingIsSent() {
            world.file("a.ndjson", lines(track("1")));
            refused("there is no file missing.ndjson\n", "a.ndjson", "missing.ndjson");
        }

        @Test
        void aFileThatIsNamedTwiceIsAMistake() throws IOException {
            Path file = world.file("a.ndjson", lines(track("1")));
            Files.createSymbolicLink(world.workingDirectory().resolve("link.ndjson"), file);
            for (String other : List.of("a.ndjson", "./a.ndjson", file.toString(), "link.ndjson")) {
                refused("an input is named twice", "a.ndjson", other);
            }
            refused("an input is named twice", "-", "-");
        }

        @Test
        void isFoundOnStandardInputEvenBehindAFileThatIsGood() {
            world.file("a.ndjson", records(60, 20_000));
            world.stdin(track("1").getBytes(StandardCharsets.UTF_16LE));
            refused("nothing was sent", "a.ndjson", "-");
        }

        @Test
        void aHeaderThatCannotBeMappedIsToldColumnByColumn() {
            world.file("a.csv", "userId,User ID,event,timestamp\n");
            refused("column 2 \"User ID\" goes to the same place as column 1 \"userId\"", "a.csv", "--type", "track");
        }

        @Test
        void withoutInputATerminalIsToldHow() {
            world.terminal(true, false, false);
            refused("no input\n  Name files, or pipe records in: cdp backfill -", new String[0]);
        }

        @ParameterizedTest
        @CsvSource({
            "--type,purchase",
            "--format,xml",
            "--delimiter,ab",
            "--timezone,Rome",
            "--timestamp-default,yesterday",
            "--max-outage,soon",
            "--max-outage,0"
        })
        void optionsAreChecked(String option, String value) {
            world.file("a.ndjson", lines(track("1")));
            refused(option, "a.ndjson", option, value);
        }

        @Test
        void withoutAKeyNothingHappens() {
            world.file("a.ndjson", lines(track("1")));
            TestWorld bare = TestWorld.in(folder);
            bare.expect(2, "backfill", "a.ndjson");
            assertThat(bare.err()).startsWith("cdp backfill: no API key\n");
        }
    }

    @Test
    void theSandboxTakesABackfillWithoutAnAccount() {
        TestWorld bare = TestWorld.in(folder);
        bare.file("a.ndjson", records(10, 10));
        bare.expect(0, "backfill", "a.ndjson", "--sandbox");
        assertThat(bare.out()).contains("  read      10\n  accepted  10  in 1 request, ");
        bare.expect(3, "backfill", "a.ndjson", "--sandbox", "--api-key", "wrong-key");
        assertThat(bare.out()).contains("  unsettled 10  read, but not acknowledged\n");
    }
}
