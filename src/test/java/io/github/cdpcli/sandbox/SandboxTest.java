package io.github.cdpcli.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdpcli.cli.Cdp;
import io.github.cdpcli.cli.World;
import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API on this machine: as strict as the real one is documented to be, and as helpful as it could be. */
class SandboxTest {

    private static final String KEY = "dev-key";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String TRACK = "{\"userId\":\"1\",\"event\":\"E\"}";

    @TempDir
    private Path folder;

    private final List<SandboxRequest> told = new ArrayList<>();
    private Optional<Sandbox> running = Optional.empty();

    @AfterEach
    void close() {
        running.ifPresent(Sandbox::close);
    }

    private void start(SandboxOptions options) {
        try {
            running = Optional.of(Sandbox.start(options, Clock.systemUTC(), () -> 0.5, told::add));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start() {
        start(SandboxOptions.strict(KEY));
    }

    private static SandboxOptions permissive() {
        return new SandboxOptions(0, KEY, true, Faults.none(), Duration.ZERO, Optional.empty());
    }

    private static SandboxOptions failing(String faults) {
        Faults parsed = ((Faults.Parsed.Good) Faults.parse(faults)).faults();
        return new SandboxOptions(0, KEY, false, parsed, Duration.ZERO, Optional.empty());
    }

    private static SandboxOptions recording(Path file) {
        return new SandboxOptions(0, KEY, false, Faults.none(), Duration.ofMillis(1), Optional.of(file));
    }

    private Sandbox sandbox() {
        return running.orElseThrow();
    }

    private static String login(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sandbox().port() + path))
                .header("Content-Type", "application/json");
    }

    private HttpRequest.Builder call(String path, String body) {
        return request(path).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> answer(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    /** Sends a call as the API wants it. */
    private HttpResponse<String> post(String endpoint, String body) {
        return answer(call("/v1/" + endpoint, body)
                .header("Authorization", login(KEY + ":"))
                .header("X-Strict-Mode", "1"));
    }

    /** The status and the errors: {@code 400 what; what}. */
    private String verdict(String endpoint, String body) {
        return verdict(post(endpoint, body));
    }

    private static String verdict(HttpResponse<String> answer) {
        List<String> errors = new ArrayList<>();
        tree(answer.body()).at("/meta/errors").forEach(error -> errors.add(error.asText()));
        return (answer.statusCode() + " " + String.join("; ", errors)).strip();
    }

    private JsonNode stats() {
        return tree(answer(request("/_/stats")).body());
    }

    private static String track(int bytes) {
        String frame = "{\"userId\":\"1\",\"event\":\"E\",\"properties\":{\"pad\":\"\"}}";
        return frame.replace("\"\"", "\"" + "x".repeat(bytes - frame.length()) + "\"");
    }

    private static String item(int bytes) {
        String frame = "{\"type\":\"track\",\"userId\":\"1\",\"event\":\"E\",\"properties\":{\"pad\":\"\"}}";
        return frame.replace("\"\"", "\"" + "x".repeat(bytes - frame.length()) + "\"");
    }

    private static String batch(int bytes) {
        int rest = bytes - "{\"batch\":[]}".length();
        List<String> items = new ArrayList<>();
        while (rest > 32_000) {
            items.add(item(30_000));
            rest -= 30_001;
        }
        items.add(item(rest));
        return "{\"batch\":[" + String.join(",", items) + "]}";
    }

    @Nested
    class Strict {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                identify | {"userId":"1"}
                track    | {"userId":"1","event":"E"}
                page     | {"anonymousId":"1"}
                screen   | {"userId":"1","name":"S"}
                group    | {"userId":"1","groupId":"g"}
                alias    | {"userId":"1","previousId":"0"}
                batch    | {"batch":[{"type":"identify","userId":"1"},{"type":"alias","userId":"1","previousId":"0"}]}
                batch    | {"batch":[]}
                """)
        void everyEndpointTakesWhatIsRight(String endpoint, String body) {
            start();
            assertThat(verdict(endpoint, body)).isEqualTo("200");
            assertThat(told.get(0).path()).isEqualTo("/v1/" + endpoint);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                identify | {}                          | userId or anonymousId is needed
                track    | {"userId":"1"}              | event is missing: a track call needs it
                track    | {"userId":"1","event":" "}  | event is blank
                page     | {"userId":"1","name":7}     | name must be a string, but is a number
                screen   | {"userId":" "}              | userId is blank
                group    | {"userId":"1"}              | groupId is missing: a group call needs it
                alias    | {"userId":"1"}              | previousId is missing: an alias call needs it
                track    | {"type":"page","userId":"1","event":"E"} | type is "page", but this is a track call
                track    | []                          | call must be an object
                track    | {"userId":"1","event":"E","timestamp":"1685923200"} | timestamp is "1685923200", which is digits in a string, which the service ignores: write it like 2024-03-01T10:00:00Z, or give the number without quotes
                batch    | []                          | batch must be an array of calls
                batch    | {"batch":{}}                | batch must be an array of calls
                batch    | {"batch":[{"userId":"1"}]}  | batch[0].type must be one of identify, track, page, screen, group, alias
                batch    | {"batch":[7]}               | batch[0].type must be one of identify, track, page, screen, group, alias
                """)
        void everyEndpointRefusesWhatIsWrongAndSaysWhat(String endpoint, String body, String error) {
            start();
            assertThat(verdict(endpoint, body)).isEqualTo("400 " + error);
            assertThat(stats().get("accepted").asInt()).isZero();
        }

        @Test
        void aBodyMustBeJson() {
            start();
            assertThat(verdict("track", "{oops")).startsWith("400 body is not JSON: ");
            assertThat(verdict("track", "")).startsWith("400 body is not JSON: ");
        }

        @Test
        void aBatchWithOneBadItemIsRefusedAsAWholeByItsIndex() {
            start();
            String body = "{\"batch\":[{\"type\":\"identify\",\"userId\":\"1\"},{\"type\":\"track\",\"event\":\"\"}]}";
            assertThat(verdict("batch", body))
                    .isEqualTo("400 batch[1].event is blank; batch[1].userId or anonymousId is needed");
            assertThat(stats().get("accepted").asInt()).isZero();
        }

        @Test
        void aCallMayBeOfItsSizeAndNotOneByteMore() {
            start();
            assertThat(verdict("track", track(32_000))).isEqualTo("200");
            assertThat(verdict("track", track(32_001))).isEqualTo("413 the body of 32001 bytes is too large");
            assertThat(verdict("batch", "{\"batch\":[" + item(32_000) + "]}")).isEqualTo("200");
            assertThat(verdict(
                            "batch",
                            "{\"batch\":[" + TRACK.replace("{", "{\"type\":\"track\",") + "," + item(32_001) + "]}"))
                    .isEqualTo("400 batch[1].call is larger than 32000 bytes");
        }

        @Test
        void aBatchMayBeOfItsSizeAndNotOneByteMore() {
            start();
            assertThat(batch(500_000)).hasSize(500_000);
            assertThat(verdict("batch", batch(500_000))).isEqualTo("200");
            assertThat(verdict("batch", batch(500_001))).isEqualTo("413 the body of 500001 bytes is too large");
        }

        @Test
        void theKeyMustBeRight() {
            start();
            for (String login : List.of("wrong:", KEY + ":password", KEY, ":")) {
                HttpRequest.Builder request = call("/v1/track", TRACK).header("X-Strict-Mode", "1");
                assertThat(verdict(answer(request.header("Authorization", login(login)))))
                        .isEqualTo("401 the API key is missing or wrong");
            }
            assertThat(verdict(answer(call("/v1/track", TRACK).header("X-Strict-Mode", "1"))))
                    .startsWith("401 ");
        }

        @Test
        void theTypeOfTheContentMustBeNamed() {
            start();
            HttpRequest.Builder request = HttpRequest.newBuilder(sandbox().url().resolve("/v1/track"))
                    .POST(HttpRequest.BodyPublishers.ofString(TRACK))
                    .header("Authorization", login(KEY + ":"))
                    .header("X-Strict-Mode", "1");
            assertThat(verdict(answer(request))).isEqualTo("400 Content-Type must be application/json");
            assertThat(verdict(answer(request.header("Content-Type", "Application/JSON; charset=utf-8"))))
                    .isEqualTo("200");
        }

        @Test
        void otherPathsAndMethodsAreNotThere() {
            start();
            assertThat(verdict("import", TRACK)).isEqualTo("404 there is no /v1/import");
            assertThat(verdict(answer(call("/track", TRACK)))).isEqualTo("404 there is no /track");
            assertThat(verdict(answer(request("/v1/track")))).isEqualTo("405 use POST");
            assertThat(answer(request("/elsewhere")).statusCode()).isEqualTo(404);
        }
    }

    @Nested
    class Permissive {

        private HttpResponse<String> lenient(HttpRequest.Builder request) {
            return answer(request.header("Authorization", login(KEY + ":")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "true", "0", "2"})
        void onlyTheValue1MakesARequestStrict(String mode) {
            start();
            HttpRequest.Builder request = call("/v1/track", "{}");
            HttpResponse<String> answer = lenient(mode.isEmpty() ? request : request.header("X-Strict-Mode", mode));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"success\":true}");
            assertThat(stats().get("droppedRequests").asInt()).isEqualTo(1);
        }

        @Test
        void whatIsWrongIsAnswered200AndDropped() {
            start(permissive());
            assertThat(verdict("track", "{}")).isEqualTo("200");
            assertThat(verdict("track", "{oops")).isEqualTo("200");
            assertThat(verdict("track", track(40_000))).isEqualTo("200");
            assertThat(answer(call("/v1/track", TRACK)).statusCode()).isEqualTo(200);
            assertThat(stats().get("accepted").asInt()).isZero();
            assertThat(stats().get("droppedRequests").asInt()).isEqualTo(4);
            assertThat(told).allMatch(SandboxRequest::isDropped);
        }

        @Test
        void whatIsRightIsTaken() {
            start(permissive());
            assertThat(verdict("track", TRACK)).isEqualTo("200");
            assertThat(stats().get("accepted").asInt()).isEqualTo(1);
        }

        @Test
        void whatIsNoEndpointIsNotThereAllTheSame() {
            start(permissive());
            assertThat(verdict("import", TRACK)).startsWith("404 ");
        }
    }

    @Nested
    class Counts {

        private static String identify(String id, String user) {
            return "{\"userId\":\"" + user + "\",\"messageId\":\"" + id + "\"}";
        }

        @Test
        void aCallSentAgainIsADuplicateAndAnotherUnderItsIdAConflict() {
            start();
            post("identify", identify("m-1", "1"));
            post("identify", identify("m-1", "1"));
            post("identify", identify("m-1", "2"));
            post("identify", identify("m-2", "1"));
            post("identify", "{\"userId\":\"1\"}");
            post("identify", "{\"userId\":\"1\"}");
            assertThat(told.stream().flatMap(request -> request.calls().stream()))
                    .extracting(SandboxCall::repeat)
                    .containsExactly(
                            SandboxCall.Repeat.NEW,
                            SandboxCall.Repeat.DUPLICATE,
                            SandboxCall.Repeat.CONFLICT,
                            SandboxCall.Repeat.NEW,
                            SandboxCall.Repeat.NEW,
                            SandboxCall.Repeat.NEW);
            JsonNode stats = stats();
            assertThat(stats.get("duplicates").asInt()).isEqualTo(1);
            assertThat(stats.get("conflicts").asInt()).isEqualTo(1);
            assertThat(stats.get("accepted").asInt()).isEqualTo(6);
            assertThat(sandbox().stats().repeated()).isEqualTo(2);
        }

        @Test
        void itemsOfABatchAreComparedToo() {
            start();
            String batch = "{\"batch\":[{\"type\":\"identify\",\"userId\":\"1\",\"messageId\":\"a\"},"
                    + "{\"type\":\"identify\",\"userId\":\"2\",\"messageId\":\"b\"}]}";
            post("batch", batch);
            post("batch", batch);
            assertThat(stats().get("duplicates").asInt()).isEqualTo(2);
        }

        @Test
        void addUp() {
            start();
            post("identify", "{\"userId\":\"1\"}");
            post(
                    "batch",
                    "{\"batch\":[{\"type\":\"page\",\"userId\":\"1\"},{\"type\":\"identify\",\"userId\":\"1\"}]}");
            post("track", "{}");
            post("nothing", "{}");
            answer(call("/v1/track", "{}"));
            JsonNode stats = stats();
            assertThat(stats.get("requests").asInt()).isEqualTo(5).isEqualTo(sum(stats.get("requestsByStatus")));
            assertThat(stats.get("accepted").asInt()).isEqualTo(3).isEqualTo(sum(stats.get("acceptedByType")));
            assertThat(stats.get("acceptedByType").toString()).isEqualTo("{\"identify\":2,\"page\":1}");
            assertThat(stats.get("requestsByStatus").toString()).isEqualTo("{\"200\":3,\"400\":1,\"404\":1}");
            assertThat(stats.get("bytes").asInt())
                    .isEqualTo(told.stream().mapToInt(SandboxRequest::bytes).sum());
            assertThat(stats.get("last")).hasSize(5);
            assertThat(stats.at("/last/0/path").asText()).isEqualTo("/v1/track");
        }

        private static int sum(JsonNode counts) {
            int sum = 0;
            for (Iterator<JsonNode> values = counts.elements(); values.hasNext(); ) {
                sum += values.next().asInt();
            }
            return sum;
        }

        @Test
        void onlyTheLastRequestsAreKept() {
            start();
            IntStream.range(0, 60).forEach(i -> post("page", "{\"userId\":\"u" + i + "\"}"));
            assertThat(stats().get("requests").asInt()).isEqualTo(60);
            assertThat(stats().get("last")).hasSize(50);
            assertThat(stats().at("/last/0/calls/0/user").asText()).isEqualTo("u59");
        }

        @Test
        void theNumberOfARetryIsTold() {
            start();
            answer(call("/v1/track", TRACK)
                    .header("Authorization", login(KEY + ":"))
                    .header("X-Retry-Count", "2"));
            assertThat(told.get(0).retry()).isEqualTo(2);
        }
    }

    @Nested
    class Page {

        @Test
        void showsWhatCameWithEverythingEscaped() {
            start();
            post("track", "{\"userId\":\"\\\"><img src=x>\",\"event\":\"<script>alert('1')</script>\"}");
            post("%3Cb%3E", "{}");
            HttpResponse<String> page = answer(request("/"));
            assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(page.body())
                    .contains("track &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &quot;&gt;&lt;img src=x&gt;")
                    .contains("there is no /v1/&lt;b&gt;")
                    .doesNotContain("<script", "<img", "<b>");
        }

        @Test
        void loadsNothingFromElsewhere() {
            start();
            assertThat(answer(request("/")).body()).doesNotContain("http://", "https://", "src=", "href=");
        }

        @ParameterizedTest
        @CsvSource({
            "127.0.0.1:8787,200",
            "localhost,200",
            "localhost:1,200",
            "[::1]:8787,200",
            "evil.example,403",
            "127.0.0.1.evil.example:8787,403",
            "localhost.evil.example,403"
        })
        void answersOnlyToTheNamesOfThisMachine(String host, int status) throws IOException {
            start();
            for (String path : List.of("/", "/_/stats")) {
                assertThat(statusLine("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                        .startsWith("HTTP/1.1 " + status);
            }
        }

        private String statusLine(String request) throws IOException {
            try (Socket socket = new Socket(
                            InetAddress.getLoopbackAddress(), sandbox().port());
                    InputStream in = socket.getInputStream()) {
                socket.getOutputStream().write(request.getBytes(UTF_8));
                return new String(in.readAllBytes(), UTF_8);
            }
        }
    }

    @Nested
    class MadeUpFailures {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                status:503                     | 503 1.0 0 2147483647 -1
                status:429,retry-after:2       | 429 1.0 0 2147483647 2
                rate:0.1                       | 503 0.1 0 2147483647 -1
                rate:.5, times:3               | 503 0.5 0 3 -1
                every:5                        | 503 1.0 5 2147483647 -1
                status:0,every:2,times:1       | 0 1.0 2 1 -1
                """)
        void areRead(String text, String expected) {
            Faults faults = ((Faults.Parsed.Good) Faults.parse(text)).faults();
            assertThat(faults.status() + " " + faults.rate() + " " + faults.every() + " " + faults.times() + " "
                            + faults.retryAfter().orElse(-1))
                    .isEqualTo(expected);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "503",
                    "status",
                    "status:",
                    "status:abc",
                    "status:99",
                    "status:600",
                    "status:-1",
                    "rate:2",
                    "rate:x",
                    "rate:-0.1",
                    "every:1.5",
                    "every:0",
                    "times:many",
                    "status:500,status:501",
                    "status:503,",
                    "colour:red"
                })
        void areRefusedWhereTheyCannotBeRead(String text) {
            assertThat(Faults.parse(text)).isInstanceOf(Faults.Parsed.Bad.class);
        }

        private List<Integer> statuses(int requests) {
            return IntStream.range(0, requests)
                    .mapToObj(i -> post("track", TRACK).statusCode())
                    .toList();
        }

        @Test
        void aStatusAloneFailsEveryRequest() {
            start(failing("status:500"));
            assertThat(statuses(3)).containsOnly(500);
            assertThat(stats().get("accepted").asInt()).isZero();
        }

        @Test
        void everyNthRequestFails() {
            start(failing("status:503,every:3"));
            assertThat(statuses(7)).containsExactly(200, 200, 503, 200, 200, 503, 200);
        }

        @Test
        void theyStopAfterSoManyTimes() {
            start(failing("status:503,times:2"));
            assertThat(statuses(4)).containsExactly(503, 503, 200, 200);
        }

        @Test
        void aRateGoesByChance() {
            Faults faults = new Faults(503, 0.5, 0, Integer.MAX_VALUE, OptionalInt.empty());
            assertThat(faults.strikes(1, 0, 0.49)).isTrue();
            assertThat(faults.strikes(1, 0, 0.5)).isFalse();
            assertThat(Faults.none().strikes(1, 0, 0)).isFalse();
        }

        @Test
        void theyMayAskToComeBackLater() {
            start(failing("status:429,retry-after:7,times:1"));
            assertThat(post("track", TRACK).headers().firstValue("Retry-After")).contains("7");
            assertThat(post("track", TRACK).headers().firstValue("Retry-After")).isEmpty();
        }

        @Test
        void aStatusOfZeroClosesTheConnection() {
            start(failing("status:0,times:1"));
            HttpRequest.Builder request = call("/v1/track", TRACK);
            assertThatIOException()
                    .isThrownBy(() -> CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
            assertThat(told.get(0).status()).isZero();
            assertThat(post("track", TRACK).statusCode()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(ints = {204, 304})
        void aStatusWithoutABodyHasNone(int status) {
            start(failing("status:" + status));
            HttpResponse<String> answer = post("track", TRACK);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Nested
    class Recording {

        @Test
        void holdsAcceptedCallsThatCanBeSentAgain() {
            TestWorld world = TestWorld.in(folder);
            Path file = world.workingDirectory().resolve("calls.ndjson");
            start(recording(file));
            post("track", "{\"userId\":\"1\", \"event\":\"E\",\"n\":1.10,\"timestamp\":\"2024-01-01T00:00:00Z\"}");
            post("track", "{}");
            post(
                    "batch",
                    "{\"batch\":[{\"userId\":\"ü\",\"type\":\"page\",\"timestamp\":\"2024-01-01T00:00:00Z\",\"messageId\":\"m\"}]}");
            assertThat(TestWorld.read(file)).isEqualTo("""
                    {"type":"track","userId":"1", "event":"E","n":1.10,"timestamp":"2024-01-01T00:00:00Z"}
                    {"userId":"ü","type":"page","timestamp":"2024-01-01T00:00:00Z","messageId":"m"}
                    """);
            world.expect(0, "backfill", "calls.ndjson", "--sandbox");
            assertThat(world.out()).contains("  accepted  2 ");
        }

        @Test
        void isAddedToWhatTheFileHolds() {
            Path file = folder.resolve("calls.ndjson");
            for (int i = 0; i < 2; i++) {
                start(recording(file));
                post("page", "{\"userId\":\"1\"}");
                sandbox().close();
            }
            assertThat(TestWorld.read(file)).hasLineCount(2);
        }

        @Test
        void needsAFileThatCanBeWritten() {
            Path file = folder.resolve("missing/calls.ndjson");
            assertThatIOException()
                    .isThrownBy(() -> Sandbox.start(recording(file), Clock.systemUTC(), () -> 0, told::add))
                    .withMessage("cannot write to " + file);
        }
    }

    @Nested
    class Address {

        @Test
        void aPortThatIsTakenIsNamed() throws IOException {
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                SandboxOptions options = new SandboxOptions(
                        other.getLocalPort(), KEY, false, Faults.none(), Duration.ZERO, Optional.empty());
                assertThatIOException()
                        .isThrownBy(() -> Sandbox.start(options, Clock.systemUTC(), () -> 0, told::add))
                        .withMessage("port " + other.getLocalPort() + " is taken");
            }
        }

        @Test
        void onlyThisMachineReachesIt() throws IOException {
            Optional<InetAddress> other = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                    .findFirst();
            assumeTrue(other.isPresent(), "this machine has another address");
            start();
            try (Socket socket = new Socket()) {
                InetSocketAddress address =
                        new InetSocketAddress(other.orElseThrow(), sandbox().port());
                assertThatIOException().isThrownBy(() -> socket.connect(address, 5000));
            }
        }

        @Test
        void itIsFreeAgainWhenClosed() throws IOException {
            start();
            int port = sandbox().port();
            sandbox().close();
            try (ServerSocket again = new ServerSocket()) {
                again.setReuseAddress(true);
                again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                assertThat(again.isBound()).isTrue();
            }
        }
    }

    /** What the command line makes of it. */
    @Nested
    class OnTheCommandLine {

        /** Lines as they are printed. */
        private static final class Lines extends OutputStream {
            private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
            private final List<Byte> line = new ArrayList<>();

            @Override
            public synchronized void write(int b) {
                if (b != '\n') {
                    line.add((byte) b);
                    return;
                }
                byte[] bytes = new byte[line.size()];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = line.get(i);
                }
                lines.add(new String(bytes, UTF_8));
                line.clear();
            }

            String next() {
                try {
                    String next = lines.poll(10, TimeUnit.SECONDS);
                    assertThat(next).as("another line").isNotNull();
                    return next;
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }

        private final Lines out = new Lines();
        private final Lines err = new Lines();
        private final CompletableFuture<Integer> exit = new CompletableFuture<>();
        private Thread thread = new Thread();

        /** Runs {@code cdp sandbox} until it is interrupted. */
        private void run(String... arguments) {
            World plain = TestWorld.in(folder).world();
            World world = new World(
                    plain.in(),
                    new PrintStream(out, true, UTF_8),
                    new PrintStream(err, true, UTF_8),
                    plain.environment(),
                    plain.clock(),
                    plain.nanoTime(),
                    plain.sleeper(),
                    plain.random(),
                    plain.terminal(),
                    plain.prompt(),
                    plain.signals(),
                    plain.workingDirectory(),
                    plain.home());
            thread = new Thread(() -> exit.complete(Cdp.run(world, arguments)));
            thread.start();
        }

        private int interrupt() throws Exception {
            thread.interrupt();
            return exit.get(10, TimeUnit.SECONDS);
        }

        private TestWorld caller(String url) {
            return TestWorld.in(folder.resolve("caller"))
                    .env("CDP_API_URL", url)
                    .env("CDP_API_KEY", "sandbox");
        }

        @Test
        void runsUntilItIsInterruptedAndListsWhatComes() throws Exception {
            run("sandbox", "--port", "0");
            String greeting = err.next();
            assertThat(greeting)
                    .matches("sandbox at http://127\\.0\\.0\\.1:\\d+/v1, page at http://127\\.0\\.0\\.1:\\d+/");
            String url = greeting.replaceFirst("^sandbox at ", "").replaceFirst(",.*", "");
            assertThat(err.next()).isEqualTo("in another shell: export CDP_API_URL=" + url + " CDP_API_KEY=sandbox");
            assertThat(err.next()).isEqualTo("Ctrl-C ends it");

            TestWorld caller = caller(url);
            caller.expect(0, "track", "Signed \u001b[31mUp", "--user-id", "42", "--message-id", "m-1");
            assertThat(out.next()).isEqualTo("200  track \"Signed \\u001b[31mUp\"  42  m-1");
            caller.expect(0, "track", "Other", "--user-id", "42", "--message-id", "m-1");
            assertThat(out.next()).isEqualTo("200  track \"Other\"  42  m-1  same messageId, other call");
            caller.expect(3, "identify", "--user-id", "42", "--api-key", "wrong");
            assertThat(out.next()).isEqualTo("401  /v1/identify  the API key is missing or wrong");

            assertThat(interrupt()).isEqualTo(130);
            caller.expect(75, "identify", "--user-id", "42", "--max-retries", "0");
        }

        @Test
        void speaksJsonToMachines() throws Exception {
            run("sandbox", "--port", "0", "--json", "--record", "calls.ndjson", "--fail", "status:503,every:2");
            String url = tree(out.next()).get("url").asText();
            TestWorld caller = caller(url);
            caller.expect(0, "page", "P", "--user-id", "1").expect(0, "page", "Q", "--user-id", "1");
            assertThat(out.next())
                    .contains("\"path\":\"/v1/page\",\"status\":200,\"calls\":1,\"errors\":[],\"retry\":0");
            assertThat(out.next())
                    .contains("\"status\":503,\"calls\":0,\"errors\":[\"failure made up by the sandbox\"]");
            assertThat(out.next()).contains("\"status\":200,\"calls\":1,\"errors\":[],\"retry\":1");
            assertThat(interrupt()).isEqualTo(130);
            assertThat(err.lines).isEmpty();
            assertThat(TestWorld.read(folder.resolve("work/calls.ndjson"))).hasLineCount(2);
        }

        @Test
        void itsOptionsAreChecked() {
            TestWorld world = TestWorld.in(folder);
            for (String wrong : List.of(
                    "--port 70000",
                    "--port x",
                    "--fail rate:7",
                    "--latency soon",
                    "--key  ",
                    "--record missing/file")) {
                world.expect(2, ("sandbox " + wrong).split(" ", 3));
                assertThat(world.err()).startsWith("cdp sandbox: ");
            }
        }

        @Test
        void aTakenPortIsAUsageError() throws IOException {
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                TestWorld world = TestWorld.in(folder);
                world.expect(2, "sandbox", "--port", Integer.toString(other.getLocalPort()));
                assertThat(world.err())
                        .isEqualTo(
                                "cdp sandbox: the sandbox cannot start: port " + other.getLocalPort() + " is taken\n");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "identify --user-id 1 -t a=b",
                    "track E --user-id 1",
                    "page P --user-id 1",
                    "screen S --anonymous-id 1",
                    "group g --user-id 1",
                    "alias --user-id 1 --previous-id old"
                })
        void everyCallCanBeTriedWithoutAnAccount(String command) {
            TestWorld world = TestWorld.in(folder);
            world.expect(0, (command + " --sandbox").split(" "));
            assertThat(world.out())
                    .startsWith("accepted  " + command.split(" ", 2)[0])
                    .contains("(200, ");
            assertThat(world.err()).isEmpty();
            world.expect(3, (command + " --sandbox --api-key wrong").split(" "));
            assertThat(world.err()).contains("refused the API key");
        }

        @Test
        void itIsAnAddressOfItsOwn() {
            TestWorld world = TestWorld.in(folder).env("CDP_API_URL", "https://unused.invalid");
            world.expect(0, "identify", "--user-id", "1", "--sandbox");
            world.expect(2, "identify", "--user-id", "1", "--sandbox", "--region", "eu");
            assertThat(world.err()).contains("--sandbox is an address of its own; leave out --region and --api-url");
        }

        @Test
        void manyCallsFromStandardInputGoToIt() {
            TestWorld world = TestWorld.in(folder);
            world.stdin(IntStream.range(0, 100)
                    .mapToObj(i -> "{\"userId\":\"u" + i + "\"}")
                    .collect(Collectors.joining("\n")));
            world.expect(0, "identify", "-", "--sandbox");
            assertThat(world.out()).hasLineCount(100);
            assertThat(Files.exists(world.home().resolve(".config"))).isFalse();
        }
    }
}
