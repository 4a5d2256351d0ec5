package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.answer;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that says what it was told must not make the tool show the key, however it spells it. */
class EchoedKeyTest {

    private static final List<String> KEYS = List.of("q7/Zx+81kLmW9/vT0y", "q7Zx81kLmW9vT0y2", "Xw9/+/+Pq5Rt3Vb");
    private static final int PIECE = 6;
    private static final Pattern ESCAPE = Pattern.compile("(?:\\\\+u00|%|&#x)([0-9a-fA-F]{2});?");
    private static final String RECORD =
            "{\"type\":\"track\",\"userId\":\"1\",\"event\":\"E\",\"timestamp\":\"2024-01-01T00:00:00Z\"}\n";

    @TempDir
    private Path folder;

    /** A key and one way to spell it. */
    private record Echo(String key, String spelled) {}

    static Stream<Echo> echoes() {
        return KEYS.stream().flatMap(key -> spellings(key).map(spelled -> new Echo(key, spelled)));
    }

    private static Stream<String> spellings(String key) {
        String sent = base64(key + ":");
        return Stream.concat(
                Stream.of(key, sent, base64(key), sent.replace("=", ""), key.toUpperCase(Locale.ROOT))
                        .flatMap(EchoedKeyTest::escapes),
                Stream.of(sent.replace('+', '-').replace('/', '_'), escaped(escaped(key, "%%%02X"), "%%%02X")));
    }

    private static Stream<String> escapes(String text) {
        return Stream.of(
                text,
                text.replace("/", "\\/").replace("=", "\\u003d"),
                text.replace("/", "%2F").replace("+", "%2B").replace("=", "%3D"),
                text.replace("/", "&#x2F;"),
                escaped(text, "\\u%04x"),
                escaped(text, "\\u%04X"),
                escaped(text, "\\\\u%04x"),
                escaped(text, "%%%02x"),
                escaped(text.substring(0, 3), "\\u%04x") + text.substring(3));
    }

    private static String escaped(String text, String format) {
        return text.chars().mapToObj(c -> String.format(Locale.ROOT, format, c)).collect(Collectors.joining());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(US_ASCII));
    }

    /** All that was printed and written, except the input. */
    private String shown(TestWorld world) {
        try (Stream<Path> files = Files.walk(folder)) {
            return world.out()
                    + world.err()
                    + files.filter(Files::isRegularFile)
                            .filter(file -> !file.endsWith("a.ndjson"))
                            .map(TestWorld::read)
                            .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String undone(String text) {
        String result = text;
        for (int layer = 0; layer < 3; layer++) {
            result = ESCAPE.matcher(result)
                    .replaceAll(escape -> "\\\\" + (char) Integer.parseInt(escape.group(1), 16))
                    .replace("\\", "");
        }
        return result.toLowerCase(Locale.ROOT);
    }

    private void assertThatNothingOfTheKeyIsIn(String text, String key) {
        String plain = undone(text);
        for (String secret : List.of(key, base64(key + ":"))) {
            assertThat(IntStream.rangeClosed(0, secret.length() - PIECE)
                            .mapToObj(at -> secret.substring(at, at + PIECE).toLowerCase(Locale.ROOT)))
                    .noneMatch(plain::contains);
        }
        assertThat(text).containsAnyOf("[key]", "with the key in it");
    }

    private TestWorld run(Echo echo, int status, String body, int exitCode, String... arguments) {
        TestWorld world = TestWorld.in(folder).env("CDP_API_KEY", echo.key());
        world.file("a.ndjson", RECORD);
        try (FakeServer server = FakeServer.handling(request -> answer(status, body)
                .header("Retry-After", "key " + echo.spelled())
                .header("Location", "/v1/track?key=" + echo.spelled()))) {
            world.env("CDP_API_URL", server.url()).expect(exitCode, arguments);
        }
        assertThatNothingOfTheKeyIsIn(shown(world), echo.key());
        return world;
    }

    private static String complaint(Echo echo) {
        return "{\"errors\":[{\"field\":\"" + echo.spelled() + "\",\"message\":\"the key <" + echo.spelled()
                + "> is unknown\"}]}";
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void inAComplaintAboutACall(Echo echo) {
        TestWorld world = run(echo, 401, complaint(echo), 3, "track", "E", "--user-id", "1", "-v");
        assertThat(world.err()).contains("[key]: the key <[key]> is unknown");
        run(echo, 400, complaint(echo), 5, "track", "E", "--user-id", "1", "--json", "-v");
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void inAnAnswerThatIsNotTheApis(Echo echo) {
        run(echo, 403, "<p>" + echo.spelled() + "</p>", 4, "track", "E", "--user-id", "1", "-v");
        run(echo, 200, "<p>" + echo.spelled(), 75, "track", "E", "--user-id", "1", "-v", "--max-retries", "0");
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void inARejectOfABackfill(Echo echo) {
        TestWorld world = run(echo, 400, complaint(echo), 6, "backfill", "a.ndjson", "-v", "--report", "receipt.json");
        assertThat(world.read("a.ndjson.rejects.ndjson"))
                .contains("\"field\":\"[key]\",\"message\":\"the key <[key]> is unknown\"");
        assertThat(world.out()).contains("the key <[key]> is unknown");
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void inAnAnswerThatStopsABackfill(Echo echo) {
        run(echo, 503, complaint(echo), 75, "backfill", "a.ndjson", "--json", "-v", "--max-retries", "1");
        run(echo, 401, complaint(echo), 3, "backfill", "a.ndjson", "--json");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 308})
    void inARedirect(int status) {
        for (String key : KEYS) {
            TestWorld world = run(new Echo(key, key), status, "", 5, "track", "E", "--user-id", "1", "-v");
            assertThat(world.err()).contains("redirected to an address with the key in it");
        }
    }

    @Test
    void inAHeadThatIsNoHttp() {
        String key = KEYS.get(0);
        TestWorld world = TestWorld.in(folder).env("CDP_API_KEY", key);
        try (FakeServer server = FakeServer.handling(
                request -> answer(200, "{}").header("Transfer-Encoding", request.header("Authorization")))) {
            world.env("CDP_API_URL", server.url())
                    .expect(75, "track", "E", "--user-id", "1", "-v", "--max-retries", "0");
        }
        assertThatNothingOfTheKeyIsIn(shown(world), key);
    }

    @Test
    void inALongAnswerThatIsCutWithinTheKey() {
        String key = KEYS.get(0);
        String body = "x".repeat(64 * 1024 - 10) + key + "x".repeat(5000);
        TestWorld world = run(new Echo(key, key), 400, body, 6, "backfill", "a.ndjson");
        assertThat(world.read("a.ndjson.rejects.ndjson")).contains("xx[key]\"");
    }
}
