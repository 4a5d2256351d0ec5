package io.github.cdpcli.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cdpcli.event.EventFactory.Result;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases that any client of this API has to get right, one a line: {@code expect} is accept, warn or reject. What is
 * sent is compared by an independent reader, which keeps decimals exact, and number by number as text.
 */
class ConformanceTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectMapper ORACLE = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final List<String> NEVER_SENT =
            List.of("sentAt", "originalTimestamp", "receivedAt", "version", "writeKey");
    private static final List<String> IDS =
            List.of("userId", "anonymousId", "previousId", "groupId", "objectTypeId", "messageId");
    private static final Pattern STRING_OR_NUMBER = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|-?\\d[\\d.eE+-]*");
    private static final Json LIBRARY = Json.Obj.empty().with("name", Json.of("cdp"));

    /**
     * One case.
     *
     * @param payload the text as it stands in the file, so that no reader has touched its digits
     */
    record Case(String id, CallType call, String expect, String why, String payload) {
        @Override
        public String toString() {
            return id + " " + expect + ": " + why;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream in = ConformanceTest.class.getResourceAsStream("conformance-cases.ndjson")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().map(ConformanceTest::read).toList().stream();
        }
    }

    private static Case read(String line) {
        String start = "\"payload\":";
        String payload = line.substring(line.indexOf(start) + start.length(), line.length() - 1);
        try {
            JsonNode node = ORACLE.readTree(line);
            return new Case(
                    node.get("id").asText(),
                    CallType.valueOf(node.get("call").asText().toUpperCase(Locale.ROOT)),
                    node.get("expect").asText(),
                    node.get("why").asText(),
                    payload.replace("NOW-24h", NOW.minus(Duration.ofDays(1)).toString()));
        } catch (IOException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private static Result make(Case given) {
        CallRules rules = new CallRules(Clock.fixed(NOW, ZoneOffset.UTC), TimestampReader.forCalls());
        JsonText.Document document = (JsonText.Document) JsonReader.read(given.payload());
        return new EventFactory(rules).live(given.call(), (Json.Obj) document.value(), LIBRARY, () -> "FRESH");
    }

    @Test
    void thereAreCasesOfEveryCallAndOfEveryVerdict() throws IOException {
        assertThat(cases()).hasSize(81);
        assertThat(cases().map(Case::call).distinct()).containsExactlyInAnyOrder(CallType.values());
        assertThat(cases().map(Case::expect).distinct()).containsExactlyInAnyOrder("accept", "warn", "reject");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void getsItsVerdict(Case given) {
        Result result = make(given);
        switch (given.expect()) {
            case "accept" -> {
                assertThat(result.problems()).isEmpty();
                assertThat(result).isInstanceOf(Result.Made.class);
            }
            case "warn" -> {
                assertThat(result.problems()).isNotEmpty().noneMatch(Problem::isError);
                assertThat(result).isInstanceOf(Result.Made.class);
            }
            default -> {
                assertThat(result.problems()).anyMatch(Problem::isError);
                assertThat(result).isInstanceOf(Result.Invalid.class);
            }
        }
    }

    static Stream<Case> sentCases() throws IOException {
        return cases().filter(given -> !given.expect().equals("reject"));
    }

    @ParameterizedTest
    @MethodSource("sentCases")
    void isSentUnchangedButForWhatIsDocumented(Case given) throws IOException {
        byte[] body = ((Result.Made) make(given)).event().body();

        ObjectNode payload = (ObjectNode) ORACLE.readTree(given.payload());
        ObjectNode sent = (ObjectNode) ORACLE.readTree(body);

        assertThat(sent).isEqualTo(changed(payload, sent));
        assertThat(numbers(new String(body, StandardCharsets.UTF_8))).isEqualTo(numbersToBeSent(given, payload));
        assertThat(body).hasSizeLessThanOrEqualTo(Limits.CALL_BYTES);
    }

    /** The documented changes: ids are strings, times in one form, some fields are never sent, some are added. */
    private static ObjectNode changed(ObjectNode payload, ObjectNode sent) {
        ObjectNode call = payload.deepCopy();
        call.remove(NEVER_SENT);
        for (String id : IDS) {
            if (call.path(id).isNumber()) {
                call.put(id, call.get(id).asText());
            }
        }
        if (call.has("timestamp")) {
            call.put("timestamp", normal(call.get("timestamp").asText()));
        }
        if (sent.has("messageId") && !call.has("messageId")) {
            call.put("messageId", "FRESH");
        }
        if (sent.path("context").has("library")) {
            call.withObjectProperty("context").putObject("library").put("name", "cdp");
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
        List<String> found = new ArrayList<>();
        STRING_OR_NUMBER.matcher(json).results().forEach(match -> {
            if (!match.group().startsWith("\"")) {
                found.add(match.group());
            }
        });
        return found;
    }

    /** The numbers of the payload but for ids, which are sent as strings. */
    private static List<String> numbersToBeSent(Case given, ObjectNode payload) {
        List<String> found = numbers(given.payload());
        IDS.stream().map(payload::path).filter(JsonNode::isNumber).forEach(id -> found.remove(id.asText()));
        return found;
    }

    @ParameterizedTest
    @MethodSource("sentCases")
    void isAddedToAsFarAsItFits(Case given) {
        Event event = ((Result.Made) make(given)).event();
        boolean full = given.why().startsWith("exactly 32,000 bytes");
        assertThat(event.messageId() == null).isEqualTo(full);
    }
}
