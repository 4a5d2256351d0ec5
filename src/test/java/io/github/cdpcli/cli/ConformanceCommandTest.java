package io.github.cdpcli.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases that any client of this API has to get right, through the whole tool: given as a payload on the command line,
 * and received by a server that knows nothing of the rules.
 */
class ConformanceCommandTest {

    private static final ObjectMapper ORACLE = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** What stands first on the line of a problem: the option or the path of the field it is about. */
    private static final Map<String, String> NAMED =
            """
            identify-05 userId
            identify-19 userId
            identify-20 traits
            identify-22 timestamp
            identify-23 traits.bad
            track-05 userId
            track-10 timestamp
            track-11 timestamp
            track-13 event
            track-19 event
            track-22 event
            track-25 event
            track-26 properties
            track-28 the call
            page-04 category
            page-16 name
            screen-05 context.device.type
            screen-07 sentAt
            screen-13 integrations.Amplitude
            screen-16 context
            group-04 traits.object_type_id
            group-05 objectTypeId
            group-07 userId
            group-14 groupId
            group-16 groupId
            group-17 groupId
            alias-10 previousId
            alias-11 previousId
            alias-13 previousId
            alias-14 userId
            alias-16 previousId
            """.lines().map(line -> line.split(" ", 2)).collect(Collectors.toMap(part -> part[0], part -> part[1]));

    private static final List<String> IDS =
            List.of("userId", "anonymousId", "previousId", "groupId", "objectTypeId", "messageId");
    private static final Pattern STRING_OR_NUMBER = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|-?\\d[\\d.eE+-]*");

    @TempDir
    private Path folder;

    private TestWorld world;

    @BeforeEach
    void world() {
        world = TestWorld.in(folder).env("CDP_API_KEY", "a-key-for-this-test").now("2026-01-01T12:00:00Z");
    }

    /**
     * One case.
     *
     * @param payload the text as it stands in the file, so that no reader has touched its digits
     */
    record Case(String id, String call, String expect, String why, String payload) {
        @Override
        public String toString() {
            return id + " " + expect + ": " + why;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream in =
                ConformanceCommandTest.class.getResourceAsStream("/io/github/cdpcli/event/conformance-cases.ndjson")) {
            return new String(in.readAllBytes(), UTF_8).lines().map(ConformanceCommandTest::read).toList().stream();
        }
    }

    private static Case read(String line) {
        String start = "\"payload\":";
        JsonNode node = tree(line);
        return new Case(
                node.get("id").asText(),
                node.get("call").asText(),
                node.get("expect").asText(),
                node.get("why").asText(),
                line.substring(line.indexOf(start) + start.length(), line.length() - 1)
                        .replace("NOW-24h", "2025-12-31T12:00:00Z"));
    }

    private static JsonNode tree(String json) {
        try {
            return ORACLE.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    private static Stream<Case> expecting(String verdict) throws IOException {
        return cases().filter(given -> given.expect().equals(verdict));
    }

    static Stream<Case> rejected() throws IOException {
        return expecting("reject");
    }

    static Stream<Case> accepted() throws IOException {
        return expecting("accept");
    }

    static Stream<Case> warnedOf() throws IOException {
        return expecting("warn");
    }

    @Test
    void everyCaseOfWhichSomethingIsSaidNamesItsField() throws IOException {
        assertThat(Stream.concat(rejected(), warnedOf()).map(Case::id))
                .containsExactlyInAnyOrderElementsOf(NAMED.keySet());
        assertThat(accepted()).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void aCallThatIsWrongIsRefusedByNameAndNothingArrives(Case given) {
        world.file("payload.json", given.payload());
        try (FakeServer server = FakeServer.scripted()) {
            world.env("CDP_API_URL", server.url()).expect(2, given.call(), "--payload", "@payload.json");
        }
        assertThat(world.out()).isEmpty();
        assertThat(world.err())
                .startsWith(
                        "cdp " + given.call() + ": this is not a valid " + given.call() + " call; nothing was sent\n  ")
                .containsPattern("(?m)^ +" + NAMED.get(given.id()) + " ");
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void aCallThatIsRightArrivesAsItIsAndNothingIsSaid(Case given) {
        assertArrives(given);
        assertThat(world.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("warnedOf")
    void aCallThatIsOddArrivesAndTheOddityIsNamed(Case given) {
        assertArrives(given);
        assertThat(world.err()).containsPattern("(?m)^warning: " + NAMED.get(given.id()) + " ");
    }

    private void assertArrives(Case given) {
        world.file("payload.json", given.payload());
        try (FakeServer server =
                FakeServer.scripted().next(FakeServerReply.accepted().expecting("POST /v1/" + given.call()))) {
            world.env("CDP_API_URL", server.url()).expect(0, given.call(), "--payload", "@payload.json");
            assertThat(world.out()).startsWith("accepted  " + given.call());
            String body = server.request().text();
            assertThat(body.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(32_000);
            assertThat(tree(body)).isEqualTo(changed((ObjectNode) tree(given.payload()), (ObjectNode) tree(body)));
            assertThat(numbers(body)).isEqualTo(numbersToBeSent(given));
        }
    }

    /** The documented changes: ids are strings, times in one form, some fields are never sent, some are added. */
    private static ObjectNode changed(ObjectNode call, ObjectNode sent) {
        call.remove(List.of("sentAt", "originalTimestamp", "receivedAt", "version", "writeKey"));
        IDS.stream()
                .filter(id -> call.path(id).isNumber())
                .forEach(id -> call.put(id, call.get(id).asText()));
        if (call.has("timestamp")) {
            call.put("timestamp", normal(call.get("timestamp").asText()));
        }
        if (sent.has("messageId") && !call.has("messageId")) {
            assertThat(sent.get("messageId").asText()).matches("[0-9A-HJKMNP-TV-Z]{26}");
            call.set("messageId", sent.get("messageId"));
        }
        if (sent.at("/context/library").isObject()) {
            call.withObjectProperty("context")
                    .putObject("library")
                    .put("name", "cdp-cli")
                    .put("version", Version.number());
        }
        return call;
    }

    private static String normal(String time) {
        return OffsetDateTime.parse(time)
                .withOffsetSameInstant(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.MILLIS)
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT));
    }

    /** All numbers outside of strings, as they are written. */
    private static List<String> numbers(String json) {
        return STRING_OR_NUMBER
                .matcher(json)
                .results()
                .map(MatchResult::group)
                .filter(token -> !token.startsWith("\""))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<String> numbersToBeSent(Case given) {
        List<String> numbers = numbers(given.payload());
        IDS.stream()
                .map(tree(given.payload())::path)
                .filter(JsonNode::isNumber)
                .forEach(id -> numbers.remove(id.asText()));
        return numbers;
    }
}
