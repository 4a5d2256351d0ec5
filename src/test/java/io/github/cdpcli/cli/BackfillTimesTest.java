package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.FakeServerReply.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
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

/** Times of records in a backfill: how they are read, and which of them are sent. */
class BackfillTimesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ITEM = Pattern.compile("\"userId\":\"([^\"]*)\".*?\"timestamp\":\"([^\"]*)\"");

    @TempDir
    private Path folder;

    private TestWorld world;
    private FakeServer server;

    /** Whether the service takes the next request. */
    private volatile BooleanSupplier takes = () -> true;

    /** What arrived and was taken, as {@code user time}. */
    private final List<String> taken = new CopyOnWriteArrayList<>();

    @BeforeEach
    void begin() {
        server = FakeServer.handling(request -> {
            if (!takes.getAsBoolean()) {
                return answer(503, "");
            }
            ITEM.matcher(request.text()).results().forEach(item -> taken.add(item.group(1) + " " + item.group(2)));
            return accepted();
        });
        world = TestWorld.in(folder).env("CDP_API_KEY", "key-1234567890").env("CDP_API_URL", server.url());
    }

    @AfterEach
    void end() {
        server.close();
    }

    /** A record; the time is JSON, and left out when it is empty. */
    private static String at(String user, String time) {
        return "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"" + user + "\""
                + (time.isEmpty() ? "" : ",\"timestamp\":" + time) + "}\n";
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private void run(int exitCode, String... arguments) {
        List<String> line = new ArrayList<>(List.of("backfill", "h.ndjson"));
        line.addAll(List.of(arguments));
        world.expect(exitCode, line.toArray(String[]::new));
    }

    /** Runs it and gives its numbers, which must add up. */
    private JsonNode counts(int exitCode, String... arguments) {
        List<String> line = new ArrayList<>(List.of("--json"));
        line.addAll(List.of(arguments));
        run(exitCode, line.toArray(String[]::new));
        JsonNode counts = tree(world.out());
        long sum = 0;
        for (String part : List.of("accepted", "rejected", "held", "filtered", "earlier", "unsettled")) {
            sum += counts.get(part).asLong();
        }
        assertThat(counts.get("read").asLong()).isEqualTo(sum);
        return counts;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    private List<String> rejects() {
        return world.read("h.ndjson.rejects.ndjson")
                .lines()
                .map(BackfillTimesTest::tree)
                .map(line ->
                        line.get("code").asText() + ": " + line.get("message").asText())
                .toList();
    }

    private void refused(String expected, String... arguments) {
        world.file("h.ndjson", at("1", quoted("2024-01-01")));
        run(2, arguments);
        assertThat(world.err()).startsWith("cdp backfill: ").contains(expected);
        assertThat(world.err().lines()).hasSizeLessThanOrEqualTo(4);
        assertThat(taken).isEmpty();
    }

    @Nested
    class Spelling {

        @Test
        void aFileMayHoldEverySpellingThatCanMeanOneThing() {
            world.file(
                    "h.ndjson",
                    at("1", quoted("2024-01-01 10:00:00.123456 UTC"))
                            + at("2", quoted("Mon, 01 Jan 2024 10:00:00 GMT"))
                            + at("3", quoted("2024-01-01T10:00[Europe/Rome]"))
                            + at("4", "1704103200")
                            + at("5", "1.704103200123E12")
                            + at("6", quoted("1704103200123"))
                            + at("7", quoted("01/02/2024"))
                            + at("8", "1.704E12"));
            run(6);
            assertThat(taken)
                    .containsExactly(
                            "1 2024-01-01T10:00:00.123Z",
                            "2 2024-01-01T10:00:00.000Z",
                            "3 2024-01-01T09:00:00.000Z",
                            "4 2024-01-01T10:00:00.000Z",
                            "5 2024-01-01T10:00:00.123Z",
                            "6 2024-01-01T10:00:00.123Z");
            assertThat(rejects())
                    .containsExactly(
                            "bad-timestamp: is \"01/02/2024\", which cannot be read as a time: the day or the month may come first; name its"
                                    + " pattern by --timestamp-format, such as dd/MM/yyyy or MM/dd/yyyy",
                            "bad-timestamp: is \"1.704E12\", which is a number that was shortened to few digits, as spreadsheets do: export it"
                                    + " with all of them");
        }

        @Test
        void aFormatTakesTheGuessingAwayAndWhatDoesNotFitIsRejected() {
            world.file(
                    "h.ndjson", at("1", "0") + at("2", quoted("86400000")) + at("3", quoted("2024-01-01T10:00:00Z")));
            run(6, "--timestamp-format", "ms");
            assertThat(taken).containsExactly("1 1970-01-01T00:00:00.000Z", "2 1970-01-02T00:00:00.000Z");
            assertThat(rejects())
                    .containsExactly(
                            "bad-timestamp: is \"2024-01-01T10:00:00Z\", which is not a number, but --timestamp-format is ms, milliseconds");
        }

        @Test
        void aPatternIsReadInTheZoneGiven() {
            world.file(
                    "h.ndjson",
                    at("1", quoted("01/02/2024 10:00")) + at("2", quoted("31/02/2024 10:00")) + at("3", "1704103200"));
            run(6, "--timestamp-format", "dd/MM/yyyy HH:mm", "--timezone", "Europe/Rome");
            assertThat(taken).containsExactly("1 2024-02-01T09:00:00.000Z");
            assertThat(rejects())
                    .containsExactly(
                            "bad-timestamp: is \"31/02/2024 10:00\", which names a date or time that does not exist, read as dd/MM/yyyy HH:mm",
                            "bad-timestamp: is \"1704103200\", which does not fit --timestamp-format dd/MM/yyyy HH:mm");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "dd/mm/yyyy | names no full date: yyyy is the year, MM the month (mm is the minute), dd the day",
                    "%d/%m/%Y   | has a %; patterns are written like dd/MM/yyyy HH:mm",
                    "unix       | is not understood: Unknown pattern letter: i",
                    "''         | names no full date"
                })
        void aFormatThatIsNoneIsToldBeforeAnythingIsSent(String format, String why) {
            refused(
                    "--timestamp-format is " + format + ", but must be iso, s, ms, us, ns, or a pattern such as"
                            + " 'dd/MM/yyyy HH:mm'; this one " + why,
                    "--timestamp-format",
                    format);
        }

        @Test
        void howManyTimesWereThereTwiceIsTold() {
            world.file(
                    "h.ndjson",
                    at("1", quoted("2023-10-29 02:30"))
                            + at("2", quoted("2023-10-29 02:59:59"))
                            + at("3", quoted("2023-10-29 03:00"))
                            + at("4", quoted("2023-03-26 02:30")));
            run(6, "--timezone", "Europe/Rome");
            assertThat(world.out()).contains("\n  sent with warnings: ambiguous-time 2\n");
            assertThat(taken)
                    .containsExactly(
                            "1 2023-10-29T00:30:00.000Z", "2 2023-10-29T00:59:59.000Z", "3 2023-10-29T02:00:00.000Z");
            assertThat(rejects())
                    .containsExactly(
                            "bad-timestamp: is \"2023-03-26 02:30\", which does not exist in Europe/Rome: the clocks went forward over it; is it of another zone?");
        }
    }

    @Nested
    class Window {

        private static final String SINCE = "2024-02-01";
        private static final String UNTIL = "2024-03-01";

        @Test
        void sinceIsWithinAndUntilIsNot() {
            world.file(
                    "h.ndjson",
                    at("1", quoted("2024-01-31T23:59:59.999Z"))
                            + at("2", quoted("2024-02-01T00:00:00Z"))
                            + at("3", quoted("2024-02-29T23:59:59.999Z"))
                            + at("4", quoted("2024-03-01T00:00:00Z")));
            run(0, "--since", SINCE, "--until", UNTIL);
            assertThat(taken).containsExactly("2 2024-02-01T00:00:00.000Z", "3 2024-02-29T23:59:59.999Z");
            assertThat(world.out())
                    .contains("  read      4\n  accepted  2  in 1 request, ")
                    .contains("\n  filtered  2  outside --since and --until\n");
            assertThat(world.workingDirectory().resolve("h.ndjson.rejects.ndjson"))
                    .doesNotExist();
        }

        @Test
        void oneOfThemIsEnough() {
            world.file("h.ndjson", at("1", "1704067200") + at("2", "1709251200"));
            assertThat(counts(0, "--since", SINCE).get("filteredByTime").asInt())
                    .isEqualTo(1);
            assertThat(counts(0, "--until", SINCE).get("filteredByTime").asInt())
                    .isEqualTo(1);
            assertThat(taken).containsExactly("2 2024-03-01T00:00:00.000Z", "1 2024-01-01T00:00:00.000Z");
        }

        @Test
        void aDateIsOneOfTheZoneGivenElseOfUtc() {
            world.file("h.ndjson", at("1", quoted("2024-01-31T22:59:59Z")) + at("2", quoted("2024-01-31T23:00:00Z")));
            run(0, "--since", SINCE, "--timezone", "Europe/Rome");
            assertThat(taken).containsExactly("2 2024-01-31T23:00:00.000Z");
            assertThat(counts(0, "--since", SINCE).get("filtered").asInt()).isEqualTo(2);
        }

        @Test
        void itMayBeSpelledAsTheFileIs() {
            world.file("h.ndjson", at("1", quoted("31/01/2024")) + at("2", quoted("01/02/2024")));
            run(0, "--since", "01/02/2024", "--timestamp-format", "dd/MM/yyyy", "--timezone", "UTC");
            assertThat(taken).containsExactly("2 2024-02-01T00:00:00.000Z");
        }

        /** A record that can be placed is placed; only one that cannot is a reject. */
        @Test
        void mistakesOutsideAreNoneOfThisRunAndTimesThatCannotBeReadAreRejected() {
            world.file(
                    "h.ndjson",
                    at("", quoted("2024-01-01T00:00:00Z"))
                            + at("2", quoted("2024-01-01T00:00:00Z")).replace("\"track\"", "\"purchase\"")
                            + at("3", "")
                            + at("4", quoted("soon"))
                            + at("5", "null")
                            + "{oops\n"
                            + at("", quoted("2024-02-01T00:00:00Z"))
                            + at("7", quoted("2024-02-01T00:00:00Z")));
            JsonNode counts = counts(6, "--since", SINCE);
            assertThat(counts.get("filteredByTime").asInt()).isEqualTo(2);
            assertThat(rejects())
                    .extracting(line -> line.substring(0, line.indexOf(':')))
                    .containsExactly("missing-timestamp", "bad-timestamp", "bad-timestamp", "not-json", "blank-field");
            assertThat(taken).containsExactly("7 2024-02-01T00:00:00.000Z");
        }

        @Test
        void whatAGuardWouldHoldIsFilteredFirst() {
            world.file(
                    "h.ndjson",
                    at("1", quoted("2024-05-31T12:00:00Z"))
                            + at("2", quoted("2024-01-01T12:00:00Z")).replace("\"E\"", "\"User Deleted\"")
                            + at("3", quoted("2024-02-01T12:00:00Z")));
            assertThat(counts(0, "--since", SINCE, "--until", UNTIL)
                            .get("filtered")
                            .asInt())
                    .isEqualTo(2);
        }

        @Test
        void theTimeGivenToRecordsWithoutOneCountsToo() {
            world.file("h.ndjson", at("1", "") + at("2", quoted("2024-02-01T12:00:00Z")));
            run(0, "--timestamp-default", "now", "--allow-triggers", "--until", UNTIL);
            assertThat(taken).containsExactly("2 2024-02-01T12:00:00.000Z");
            run(0, "--timestamp-default", "now", "--allow-triggers", "--since", UNTIL);
            assertThat(taken).endsWith("1 2024-06-01T12:00:00.000Z");
        }

        @Test
        void shardsAndWindowAreToldApart() {
            String records = IntStream.range(0, 100)
                    .mapToObj(i -> at("u" + i, quoted(i % 4 == 0 ? "2024-01-01Z" : "2024-02-01Z")))
                    .collect(Collectors.joining());
            world.file("h.ndjson", records);
            long sent = 0;
            long outside = 0;
            for (String shard : List.of("0/2", "1/2")) {
                JsonNode counts = counts(0, "--since", SINCE, "--shard", shard);
                sent += counts.get("accepted").asLong();
                outside += counts.get("filteredByTime").asLong();
            }
            assertThat(sent).isEqualTo(75).isEqualTo(taken.size());
            assertThat(outside).isEqualTo(25);
            run(0, "--since", SINCE, "--shard", "0/2", "--restart");
            assertThat(world.out())
                    .containsPattern(
                            "\n  filtered   \\d\\d  left to other shards \\d\\d, outside --since and --until \\d\\d\n");
        }

        @Test
        void aRunThatWasEndedGoesOnWithinItsWindow() {
            String records = IntStream.range(0, 400)
                    .mapToObj(i -> at("u" + i % 7, quoted((i % 3 == 0 ? "2024-01-01" : "2024-02-01") + "T00:00:00Z"))
                            .replace(
                                    "\"E\"",
                                    "\"E\",\"properties\":{\"n\":" + i + ",\"pad\":\"" + "x".repeat(5000) + "\"}"))
                    .collect(Collectors.joining());
            world.file("h.ndjson", records);
            AtomicInteger requests = new AtomicInteger();
            takes = () -> requests.incrementAndGet() <= 2;
            JsonNode first = counts(75, "--since", SINCE, "--max-retries", "0", "--order", "file");
            takes = () -> true;
            JsonNode second = counts(0, "--since", SINCE, "--max-retries", "0", "--order", "file");
            assertThat(first.get("accepted").asInt()).isPositive();
            assertThat(second.get("earlier").asInt())
                    .isEqualTo(first.get("accepted").asInt());
            assertThat(second.get("filtered").asInt()).isEqualTo(134);
            assertThat(second.get("accepted").asInt() + second.get("earlier").asInt())
                    .isEqualTo(266);
            assertThat(taken).hasSize(266);

            JsonNode third = counts(0, "--since", SINCE, "--max-retries", "0", "--order", "file");
            assertThat(third.get("earlier").asInt()).isEqualTo(266);
            assertThat(third.get("filtered").asInt()).isEqualTo(134);
            assertThat(taken).hasSize(266);
        }

        /** Null says no more than nothing: both get the time of the run, and that lies outside. */
        @Test
        void aTimeThatIsNullIsNone() {
            world.file("h.ndjson", at("1", "null") + at("2", quoted("2023-05-01Z")));
            JsonNode counts = counts(0, "--timestamp-default", "now", "--allow-triggers", "--until", "2024-01-01");
            assertThat(counts.get("accepted").asInt()).isEqualTo(1);
            assertThat(counts.get("filtered").asInt()).isEqualTo(1);
        }

        @Test
        void anotherWindowIsAnotherRun() {
            world.file("h.ndjson", at("1", quoted("2024-01-01Z")) + at("2", quoted("2024-02-01Z")));
            counts(0, "--since", SINCE);
            assertThat(counts(0, "--until", SINCE).get("accepted").asInt()).isEqualTo(1);
            assertThat(counts(0, "--since", "2024-02-01T00:00:00.000Z")
                            .get("earlier")
                            .asInt())
                    .as("the same window, spelled otherwise")
                    .isEqualTo(1);
            assertThat(taken).hasSize(2);
        }

        @Test
        void nothingWithinIsAllDoneUnlessThatIsAFailure() {
            world.file("h.ndjson", at("1", quoted("2024-01-01Z")));
            run(0, "--since", SINCE, "--no-journal");
            run(8, "--since", SINCE, "--no-journal", "--fail-if-empty");
            assertThat(world.err())
                    .isEqualTo("cdp backfill: no record of the input lies between --since and --until\n");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "--since | yesterday  | --since is yesterday, which cannot be read as a time",
                    "--until | 30d        | --until is 30d, which cannot be read as a time",
                    "--since | 01/02/2024 | the day or the month may come first",
                    "--since | 20240201   | --since is 20240201, which is too small a number for a time since 1970",
                    "--until | 2024-02-30 | --until is 2024-02-30, which names a date or time that does not exist",
                    "--until | ''         | cannot be read as a time"
                })
        void aBoundThatIsNoTimeIsToldBeforeAnythingIsSent(String option, String text, String why) {
            refused(why, option, text);
        }

        @ParameterizedTest
        @CsvSource({"2024-02-01,2024-02-01", "2024-02-02,2024-02-01", "2024-02-01T01:00Z,2024-02-01T02:00+02:00"})
        void aWindowInWhichNothingCanLieIsAMistake(String since, String until) {
            refused(
                    "--since is not before --until: no record can lie between them",
                    "--since",
                    since,
                    "--until",
                    until);
        }
    }
}
