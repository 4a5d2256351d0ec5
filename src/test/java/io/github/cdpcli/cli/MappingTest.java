package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerRequest;
import io.github.cdpcli.testing.FaultServer;
import io.github.cdpcli.testing.FaultServer.Fault;
import io.github.cdpcli.testing.Seeds;
import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as people have them, and the calls that a mapping makes of them. */
class MappingTest {

    private static final Path GOLDEN =
            Path.of(System.getProperty("basedir", ""), "src/test/resources/io/github/cdpcli/cli/mapping");
    private static final Pattern DERIVED = Pattern.compile(",\"messageId\":\"[0-9A-HJKMNP-TV-Z]{26}\"}");
    private static final Pattern MESSAGE_ID = Pattern.compile("\"messageId\":\"([^\"]*)\"");
    private static final String SPREADSHEET = """
            Customer ID,E-mail,Order Date,Total,Zip
            00042,a@b.it,14/03/2024 10:22,129.90,00184
            00043,c@d.it,02/04/2024 18:05,75.00,20121
            """;

    @TempDir
    private Path folder;

    private TestWorld world;

    @BeforeEach
    void world() {
        world = TestWorld.in(folder).env("CDP_API_KEY", "key-1234567890");
    }

    private List<FakeServerRequest> requests(int exitCode, String... arguments) {
        try (FakeServer server = FakeServer.handling(request -> accepted())) {
            world.env("CDP_API_URL", server.url());
            List<String> line = new ArrayList<>(List.of("backfill", "--concurrency", "1", "--no-journal"));
            line.addAll(List.of(arguments));
            world.expect(exitCode, line.toArray(String[]::new));
            return server.requests();
        }
    }

    private static List<String> items(String body) {
        Json.Obj batch = (Json.Obj) ((JsonText.Document) JsonReader.read(body)).value();
        return batch.get("batch") instanceof Json.Arr list
                ? list.items().stream().map(JsonWriter::text).toList()
                : List.of();
    }

    /** The calls that arrive, without the ids that were derived. */
    private List<String> sent(int exitCode, String... arguments) {
        return requests(exitCode, arguments).stream()
                .flatMap(request -> items(request.text()).stream())
                .map(item -> DERIVED.matcher(item).replaceAll("}"))
                .toList();
    }

    private List<String> ids(String... arguments) {
        return requests(0, arguments).stream()
                .flatMap(request -> MESSAGE_ID.matcher(request.text()).results())
                .map(match -> match.group(1))
                .toList();
    }

    @Nested
    class FromNothingToACorrectBackfill {

        private static final List<String> CALLS = List.of(
                "{\"type\":\"track\",\"userId\":\"00042\",\"properties\":{\"email\":\"a@b.it\",\"total\":129.90,"
                        + "\"zip\":\"00184\"},\"timestamp\":\"2024-03-14T09:22:00.000Z\",\"event\":\"Order Completed\"}",
                "{\"type\":\"track\",\"userId\":\"00043\",\"properties\":{\"email\":\"c@d.it\",\"total\":75.00,"
                        + "\"zip\":\"20121\"},\"timestamp\":\"2024-04-02T16:05:00.000Z\",\"event\":\"Order Completed\"}");

        @Test
        void aSuggestionNeedsNoKeyAndSendsNothing() {
            TestWorld bare = TestWorld.in(folder.resolve("bare"));
            bare.file("orders.csv", SPREADSHEET);
            bare.expect(0, "backfill", "orders.csv", "--suggest-mapping");
            assertThat(bare.err()).isEmpty();
        }

        @Test
        void theSuggestionFilledInByOptions() {
            world.file("orders.csv", SPREADSHEET);
            world.expect(0, "backfill", "orders.csv", "--suggest-mapping");
            world.file("map.json", world.out());
            assertThat(requests(2, "orders.csv", "--map", "map.json")).isEmpty();
            assertThat(world.err()).isEqualTo("""
                    cdp backfill: the mapping cannot be used; nothing was sent
                      map.json: event     is still "<name of the event>": fill it in
                      map.json: timezone  is still "<zone of the times, such as Europe/Rome>": fill it in
                    """);
            assertThat(sent(
                            0,
                            "orders.csv",
                            "--map",
                            "map.json",
                            "--set",
                            "event=Order Completed",
                            "--timezone",
                            "Europe/Rome"))
                    .isEqualTo(CALLS);
        }

        @Test
        void theSuggestionFilledInByHand() {
            world.stdin(SPREADSHEET);
            world.expect(0, "backfill", "-", "--suggest-mapping");
            world.file(
                    "map.json",
                    world.out()
                            .replace("<name of the event>", "Order Completed")
                            .replaceFirst("<zone[^>]*>", "Europe/Rome"));
            world.stdin(SPREADSHEET);
            assertThat(sent(0, "-", "--map", "map.json")).isEqualTo(CALLS);
        }

        @Test
        void optionsAlone() {
            world.file("orders.csv", SPREADSHEET);
            assertThat(sent(
                            0,
                            "orders.csv",
                            "--type",
                            "track",
                            "--set",
                            "event=Order Completed",
                            "--rename",
                            "Customer ID=userId",
                            "--rename",
                            "Order Date=timestamp",
                            "--rename",
                            "E-mail=email",
                            "--types",
                            "Order Date=date(dd/MM/yyyy HH:mm),Total=number",
                            "--rename",
                            "Total=total",
                            "--rename",
                            "Zip=zip",
                            "--timezone",
                            "Europe/Rome"))
                    .isEqualTo(CALLS);
        }
    }

    static Stream<String> tables() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".json"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** Suggestions as they were read and found good; {@code -Dcdp.golden=write} writes them anew. */
    @ParameterizedTest
    @MethodSource("tables")
    void theSuggestionIsAsItWas(String table) throws IOException {
        world.file(table, Files.readAllBytes(GOLDEN.resolve(table)));
        world.expect(0, "backfill", table, "--suggest-mapping");
        Path file = GOLDEN.resolve(table + ".json");
        if ("write".equals(System.getProperty("cdp.golden"))) {
            Files.writeString(file, world.out());
        }
        assertThat(world.out()).isEqualTo(Files.readString(file));
        assertThat(JsonReader.read(world.out())).isInstanceOf(JsonText.Document.class);
    }

    @Test
    void aSuggestionHeedsWhatIsSaidAlreadyAndLooksAtTheFirstOfSeveral() {
        world.file("users_1.csv", "user_id,created_at,mrr\n1,2024-01-01 10:00:00,none\n2,2024-01-02 10:00:00,1.50\n");
        world.file("users_2.csv", "user_id,created_at,mrr\n3,2024-01-01 10:00:00,5\n");
        world.expect(
                0,
                "backfill",
                "users_*.csv",
                "--type",
                "identify",
                "--timezone",
                "Europe/Rome",
                "--null",
                "none",
                "--suggest-mapping");
        assertThat(world.err()).isEqualTo("suggested from users_1.csv, the first of 2 inputs\n");
        assertThat(world.out()).isEqualTo("""
                {
                  "type": "identify",
                  "timezone": "Europe/Rome",
                  "columns": {
                    "user_id": "userId",
                    "created_at": "timestamp",
                    "mrr": {"to": "traits.mrr", "type": "number"}
                  },
                  "null": [
                    "none"
                  ],
                  "notes": []
                }
                """);
        world.file("map.json", world.out());
        assertThat(sent(0, "users_*.csv", "--map", "map.json")).hasSize(3);
    }

    @Test
    void aSuggestionSaysWhatCannotBeReadAndTakesTimesForTimesThoughSomeAreNone() {
        world.file("map.json", suggested("messy.csv"));
        assertThat(world.out())
                .contains("cannot be read, the first on line 3: byte 9 of the record is not UTF-8")
                .contains("\"Order Date\": {\"to\": \"timestamp\", \"type\": \"date(dd/MM/yyyy HH:mm)\"}")
                .contains("\\\"31/04/2024 08:00\\\" is no time as the others are");
        assertThat(sent(
                        6,
                        "messy.csv",
                        "--map",
                        "map.json",
                        "--encoding",
                        "windows-1252",
                        "--set",
                        "event=E",
                        "--timezone",
                        "Europe/Berlin"))
                .hasSize(4)
                .anyMatch(call -> call.contains("Müller, Jörg <joerg@example.com>"));
    }

    private String suggested(String table) {
        try {
            world.file(table, Files.readAllBytes(GOLDEN.resolve(table)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        world.expect(0, "backfill", table, "--suggest-mapping");
        return world.out();
    }

    @Nested
    class Mistakes {

        @Test
        void ofTheMappingAreToldAllAtOnce() {
            world.file("orders.csv", SPREADSHEET);
            world.file("map.json", "{\"type\":\"track\",\"columns\":{\"Customer Id\":\"userId\"},\"drop\":[\"Note\"]}");
            assertThat(requests(2, "orders.csv", "--map", "map.json")).isEmpty();
            assertThat(world.err()).isEqualTo("""
                    cdp backfill: orders.csv cannot be read as it is; nothing was sent
                      orders.csv  has no column "Customer Id", which the mapping names; did you mean "Customer ID"?
                      orders.csv  has no column "Note", which the mapping names; its columns are "Customer ID", "E-mail", "Order Date", "Total", "Zip"
                    """);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                --map=gone.json      | there is no mapping file gone.json
                --types=Total        | --types Total  is not of the form COLUMN=TYPE
                --types=Total=num    | --types Total  "num" is no type
                --rename=Total       | --rename Total  is not of the form COLUMN=NAME
                --set=event          | --set event  is not of the form key=value
                --set=traits.a[=1    | --set traits.a[  has an unclosed bracket
                --empty=maybe        | --empty  is "maybe", but must be keep or null
                --message-id=maybe   | --message-id is maybe, but must be position, content, random, keep or column:NAME
                """)
        void ofOptionsAreNamed(String option, String message) {
            world.file("orders.csv", SPREADSHEET);
            assertThat(requests(2, "orders.csv", "--type", "track", option)).isEmpty();
            assertThat(world.err()).contains(message);
        }

        @Test
        void ofCellsAreRejects() {
            world.file("orders.csv", SPREADSHEET.replace("75.00", "\"1.075,00\""));
            assertThat(sent(
                            6,
                            "orders.csv",
                            "--type",
                            "track",
                            "--set",
                            "event=E",
                            "--types",
                            "Total=number",
                            "--rename",
                            "Customer ID=userId",
                            "--rename",
                            "Order Date=timestamp:date(dd/MM/yyyy HH:mm)",
                            "--timezone",
                            "UTC"))
                    .hasSize(1);
            assertThat(world.out())
                    .contains(
                            "wrong-type, first in orders.csv line 3: Total (column 4) must be a number such as 129.95,"
                                    + " but is \"1.075,00\": write it with a decimal point and without thousands separators");
        }

        @Test
        void ofASuggestion() {
            world.file("a.csv", "a\n1\n");
            world.expect(2, "backfill", "a.csv", "--map", "m.json", "--suggest-mapping");
            assertThat(world.err()).contains("leave out --map");
            world.expect(2, "backfill", "gone.csv", "--suggest-mapping");
            assertThat(world.err()).contains("there is no file gone.csv");
        }
    }

    @Nested
    class RowsOfJson {

        /** One id for two calls would make the service drop one of them. */
        @Test
        void thatComeBackFromTheRejectsAsTwoCallsDoNotShareAnId() {
            world.file("a.ndjson", "{\"userId\":\"1\",\"timestamp\":\"2024-05-31T23:00:00Z\"}\n");
            world.file("two.json", "{\"emit\":[\"identify\",\"track\"],\"event\":\"E\"}");
            sent(6, "a.ndjson", "--type", "identify");
            assertThat(world.read("a.ndjson.rejects.ndjson"))
                    .contains("\"messageId\":\"")
                    .doesNotContain("\"call\"");
            assertThat(ids("a.ndjson.rejects.ndjson", "--map", "two.json", "--allow-triggers"))
                    .hasSize(2)
                    .doesNotHaveDuplicates();
        }

        @Test
        void becomeCalls() {
            world.file("orders.ndjson", """
                    {"customer":{"id":42},"order":{"total":1.10,"at":"2024-01-01T00:00:00Z"},"items":[{"q":1e2}]}
                    {"customer":{"id":"43"},"order":{"total":"x"}}
                    """);
            world.file(
                    "map.json",
                    "{\"type\":\"track\",\"event\":\"Order\",\"columns\":{\"customer.id\":\"userId\","
                            + "\"order.total\":{\"to\":\"properties.total\",\"type\":\"number\"},\"order.at\":\"timestamp\"}}");
            assertThat(sent(6, "orders.ndjson", "--map", "map.json"))
                    .containsExactly(
                            "{\"type\":\"track\",\"userId\":\"42\",\"properties\":{\"total\":1.10,"
                                    + "\"items\":[{\"q\":1e2}]},\"timestamp\":\"2024-01-01T00:00:00.000Z\",\"event\":\"Order\"}");
            assertThat(world.out()).contains("wrong-type, first in orders.ndjson line 2: order.total must be a number");
        }

        @Test
        void areMappedWhenTheyComeBackFromTheRejects() {
            world.file("a.ndjson", "{\"id\":\"u\",\"at\":\"31/02/2024\"}");
            String[] mapping = {
                "--type",
                "track",
                "--set",
                "event=E",
                "--rename",
                "id=userId",
                "--timezone",
                "UTC",
                "--rename",
                "at=timestamp:date(dd/MM/yyyy)"
            };
            String name = "a.ndjson";
            for (int i = 0; i < 2; i++) {
                assertThat(sent(
                                6,
                                Stream.concat(Stream.of(name), Stream.of(mapping))
                                        .toArray(String[]::new)))
                        .isEmpty();
                name += ".rejects.ndjson";
                assertThat(world.read(name)).contains("\"raw\":\"{\\\"id\\\":\\\"u\\\",");
            }
            world.file(name, world.read(name).replace("31/02", "28/02"));
            assertThat(sent(
                            0,
                            Stream.concat(Stream.of(name), Stream.of(mapping)).toArray(String[]::new)))
                    .containsExactly("{\"type\":\"track\",\"userId\":\"u\","
                            + "\"timestamp\":\"2024-02-28T00:00:00.000Z\",\"event\":\"E\"}");
        }

        @Test
        void areNotTouchedWithoutAMapping() {
            String row =
                    "{\"userId\" : \"1\",\"event\":\"E\\/\",\"timestamp\":\"2024-01-01T00:00:00.000Z\",\"messageId\":\"m\"}";
            world.file("a.ndjson", row);
            world.file("map.json", "{\"type\":\"track\",\"timezone\":\"UTC\"}");
            assertThat(requests(0, "a.ndjson", "--map", "map.json").get(0).text())
                    .contains("\"userId\" : \"1\",\"event\":\"E\\/\"");
        }
    }

    @Nested
    class MessageIdsOf {

        private static final String ROWS = """
                userId,event,timestamp,order
                u,E,2024-01-01T00:00:00Z,7
                u,E,2024-01-01T00:00:00Z,7
                u,E,2024-01-01T00:00:00Z,8
                """;

        private List<String> idsBy(String how) {
            world.file("a.csv", ROWS);
            return ids("a.csv", "--type", "track", "--message-id", how);
        }

        @Test
        void positionKeepAlikeRowsApart() {
            assertThat(idsBy("position")).hasSize(3).doesNotHaveDuplicates();
        }

        @Test
        void contentMergeAlikeRowsInAnyOrder() {
            List<String> ids = idsBy("content");
            assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
        }

        @Test
        void aColumnAreItsCells() {
            assertThat(idsBy("column:order")).containsExactly("7", "7", "8");
        }

        @Test
        void chanceAreNewEveryTime() {
            assertThat(idsBy("random")).doesNotHaveDuplicates().doesNotContainAnyElementsOf(idsBy("random"));
        }

        @Test
        void recordsAloneAreKept() {
            world.file("a.csv", "messageId," + ROWS.replace("u,E", "m1,u,E").replaceFirst("m1", ""));
            assertThat(sent(6, "a.csv", "--type", "track", "--message-id", "keep"))
                    .hasSize(2);
            assertThat(world.out())
                    .contains(
                            "missing-field, first in a.csv line 2: messageId is missing, and --message-id keep makes none");
        }
    }

    /** Whatever a table holds, its numbers arrive digit for digit, and its texts letter for letter. */
    @Test
    void cellsSurvive() {
        Seeds.each(40, random -> {
            TestWorld own =
                    TestWorld.in(folder.resolve("seed-" + random.nextInt())).env("CDP_API_KEY", "key-1234567890");
            world = own;
            StringBuilder table = new StringBuilder("userId,event,timestamp,n:number,t,j:json\n");
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String number = number(random);
                String text = text(random);
                table.append("u,E,2024-01-01T00:00:00Z,")
                        .append(number)
                        .append(",\"")
                        .append(text.replace("\"", "\"\""))
                        .append("\",[")
                        .append(number)
                        .append("]\n");
                expected.add(
                        "{\"n\":" + number + ",\"t\":" + JsonWriter.text(Json.of(text)) + ",\"j\":[" + number + "]}");
            }
            own.file("t.csv", table.toString());
            List<String> sent = sent(0, "t.csv", "--type", "track");
            assertThat(sent.stream()
                            .map(call ->
                                    call.replaceFirst("^.*\"properties\":", "").replaceFirst("}$", ""))
                            .toList())
                    .isEqualTo(expected);
        });
    }

    private static String number(Random random) {
        StringBuilder number = new StringBuilder(random.nextBoolean() ? "-" : "");
        number.append(1 + random.nextInt(9));
        for (int i = random.nextInt(25); i > 0; i--) {
            number.append(random.nextInt(10));
        }
        if (random.nextBoolean()) {
            number.append('.').append(random.nextInt(1000)).append("00");
        }
        return number + (random.nextInt(4) == 0 ? "E-" + random.nextInt(400) : "");
    }

    private static String text(Random random) {
        String letters = "a0 ,;\"\n\t|\u00E9\u2028\\[]{}";
        return "x"
                + random.ints(random.nextInt(8), 0, letters.length())
                        .mapToObj(i -> String.valueOf(letters.charAt(i)))
                        .collect(Collectors.joining());
    }

    @Nested
    class SeveralCallsARow {

        private static final int ROWS = 400;

        private volatile int answered = Integer.MAX_VALUE;

        private String table(int rows) {
            StringBuilder table = new StringBuilder("userId,mail,timestamp,n\n");
            for (int i = 0; i < rows; i++) {
                String n = i % 50 == 7 ? "none" : String.valueOf(i);
                table.append("u" + i % 17 + ",m" + i + ",2024-01-01T00:00:00Z," + n + "\n");
            }
            return table.toString();
        }

        private void files(int rows) {
            world.file("t.csv", table(rows));
            world.file(
                    "map.json",
                    "{\"event\":\"E\",\"emit\":[\"identify\",\"track\"],"
                            + "\"columns\":{\"mail\":\"traits.mail\",\"n\":{\"to\":\"properties.n\",\"type\":\"number\"}}}");
        }

        @Test
        void areAllCounted() {
            files(10);
            List<String> sent = sent(6, "t.csv", "--map", "map.json", "--json");
            assertThat(sent).hasSize(18);
            assertThat(sent.subList(0, 2))
                    .containsExactly(
                            "{\"type\":\"identify\",\"userId\":\"u0\",\"traits\":{\"mail\":\"m0\"},"
                                    + "\"timestamp\":\"2024-01-01T00:00:00.000Z\"}",
                            "{\"type\":\"track\",\"userId\":\"u0\",\"timestamp\":\"2024-01-01T00:00:00.000Z\","
                                    + "\"properties\":{\"n\":0},\"event\":\"E\"}");
            assertThat(world.out()).contains("\"read\":19,\"accepted\":18,\"rejected\":1");
        }

        /** Killed by outages at any point, going on with other numbers of lanes: nothing is lost, and nothing is doubled. */
        @Test
        void goOnWhereTheyStopped() {
            files(ROWS);
            try (FaultServer server = new FaultServer(
                    new FaultServer.Rules(4_000, true, true),
                    request -> request <= answered ? Fault.NONE : Fault.TAKEN_THEN_CLOSED)) {
                world.env("CDP_API_URL", server.url());
                for (int lanes : new int[] {3, 1, 5}) {
                    answered = server.requests() + 4;
                    backfill(75, lanes);
                    server.awaitQuiet();
                }
                answered = Integer.MAX_VALUE;
                backfill(6, 2);
                check(server);
                int requests = server.requests();
                backfill(0, 2);
                assertThat(world.out()).contains("\"accepted\":0,").contains("\"earlier\":792,");
                assertThat(server.requests()).isEqualTo(requests);
            }
        }

        private void backfill(int exitCode, int lanes) {
            world.expect(
                    exitCode,
                    "backfill",
                    "t.csv",
                    "--map",
                    "map.json",
                    "--json",
                    "--max-retries",
                    "0",
                    "--concurrency",
                    String.valueOf(lanes));
        }

        private void check(FaultServer server) {
            Map<String, String> byId = new HashMap<>();
            Map<String, List<String>> inOrder = new TreeMap<>();
            server.taken()
                    .forEach(exchange -> exchange.items().forEach(item -> {
                        var matcher = MESSAGE_ID.matcher(item);
                        assertThat(matcher.find()).isTrue();
                        String before = byId.put(matcher.group(1), item);
                        assertThat(before == null || before.equals(item))
                                .as(item)
                                .isTrue();
                        if (before == null) {
                            String user = item.replaceFirst("^.*\"userId\":\"(u\\d+)\".*$", "$1");
                            inOrder.computeIfAbsent(user, key -> new ArrayList<>())
                                    .add(DERIVED.matcher(item).replaceAll("}"));
                        }
                    }));
            assertThat(inOrder).isEqualTo(expected());
        }

        private Map<String, List<String>> expected() {
            Map<String, List<String>> expected = new TreeMap<>();
            for (int i = 0; i < ROWS; i++) {
                if (i % 50 != 7) {
                    List<String> calls = expected.computeIfAbsent("u" + i % 17, key -> new ArrayList<>());
                    calls.add("{\"type\":\"identify\",\"userId\":\"u" + i % 17 + "\",\"traits\":{\"mail\":\"m" + i
                            + "\"},\"timestamp\":\"2024-01-01T00:00:00.000Z\"}");
                    calls.add("{\"type\":\"track\",\"userId\":\"u" + i % 17
                            + "\",\"timestamp\":\"2024-01-01T00:00:00.000Z\",\"properties\":{\"n\":" + i
                            + "},\"event\":\"E\"}");
                }
            }
            return new LinkedHashMap<>(expected);
        }

        @Test
        void anotherMappingIsAnotherMatter() {
            files(10);
            try (FakeServer server = FakeServer.handling(request -> accepted())) {
                world.env("CDP_API_URL", server.url());
                world.expect(6, "backfill", "t.csv", "--map", "map.json");
                world.expect(0, "backfill", "t.csv", "--map", "map.json");
                assertThat(world.out()).contains("nothing to send");
                world.expect(6, "backfill", "t.csv", "--map", "map.json", "--set", "event=F");
                assertThat(world.out()).contains("accepted  18");
            }
        }
    }

    /** What 'cdp help presets' says of them. */
    @Nested
    class ExportsOfOtherTools {
        private static final String MIXPANEL =
                "{\"event\":\"Signed Up\",\"properties\":{\"time\":1602611311,\"distinct_id\":\"u-1\","
                        + "\"$insert_id\":\"i-1\",\"plan\":\"pro\"}}";
        private static final String AMPLITUDE =
                "{\"event_type\":\"Signed Up\",\"user_id\":\"u-1\",\"device_id\":\"d-1\","
                        + "\"event_time\":\"2020-10-13 17:48:31.000000\",\"$insert_id\":\"i-1\",\"event_properties\":{\"plan\":\"pro\"}}";
        private static final String POSTHOG = "{\"event\":\"Signed Up\",\"distinct_id\":\"u-1\",\"uuid\":\"i-1\","
                + "\"timestamp\":\"2020-10-13T17:48:31+00:00\",\"properties\":{\"plan\":\"pro\"}}";
        private static final String SEGMENT =
                "{\"type\":\"track\",\"event\":\"Signed Up\",\"userId\":\"u-1\",\"messageId\":\"i-1\","
                        + "\"timestamp\":\"2020-10-13T17:48:31.000Z\",\"receivedAt\":\"2020-10-13T17:48:32.000Z\","
                        + "\"originalTimestamp\":\"2020-10-13T17:48:30.000Z\",\"properties\":{\"plan\":\"pro\"}}";
        private static final String CALL = "{\"type\":\"track\",\"event\":\"Signed Up\",\"messageId\":\"i-1\","
                + "\"properties\":{\"plan\":\"pro\"},\"timestamp\":\"2020-10-13T17:48:31.000Z\",\"userId\":\"u-1\"}";

        private String call(String row, String columns) {
            world.file("export.ndjson", row + "\n");
            List<String> arguments = new ArrayList<>(List.of("backfill", "export.ndjson", "--preview", "1"));
            if (!columns.isEmpty()) {
                world.file("map.json", "{\"type\":\"track\",\"columns\":{" + columns + "}}");
                arguments.addAll(List.of("--map", "map.json", "--timezone", "UTC"));
            }
            assertThat(world.run(arguments.toArray(String[]::new)))
                    .as(world.err())
                    .isZero();
            return world.out();
        }

        private Json read(String call) {
            return ((JsonText.Document) JsonReader.read(call.strip())).value();
        }

        @Test
        void areSentAsTheHelpSays() {
            assertThat(read(call(SEGMENT, ""))).isEqualTo(read(CALL));
            assertThat(read(call(
                            MIXPANEL,
                            "\"event\": \"event\", \"properties.distinct_id\": \"userId\", \"properties.time\": \"timestamp\","
                                    + " \"properties.$insert_id\": \"messageId\"")))
                    .isEqualTo(read(CALL));
            assertThat(read(call(
                            AMPLITUDE,
                            "\"event_type\": \"event\", \"user_id\": \"userId\", \"device_id\": \"properties.device\","
                                    + " \"event_time\": \"timestamp\", \"$insert_id\": \"messageId\","
                                    + " \"event_properties.plan\": \"properties.plan\"")))
                    .isEqualTo(read(CALL.replace("\"plan\":\"pro\"", "\"plan\":\"pro\",\"device\":\"d-1\"")));
            assertThat(read(call(POSTHOG, "\"distinct_id\": \"userId\", \"uuid\": \"messageId\"")))
                    .isEqualTo(read(CALL));
        }
    }
}
