package io.github.cdpcli.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.EventFactory.Result;
import io.github.cdpcli.event.EventFactory.SourceText;
import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact bytes that calls become. */
class EventFactoryTest {

    private static final Instant NOW = Instant.parse("2024-03-10T12:00:00Z");
    private static final String ID = "01ARYZ6S410000000000000000";
    private static final Json LIBRARY = Json.Obj.empty().with("name", Json.of("cdp"));
    private static final String ADDED_ID = ",\"messageId\":\"" + ID + "\"";
    private static final String ADDED_CONTEXT = ",\"context\":{\"library\":{\"name\":\"cdp\"}}";

    private final EventFactory factory =
            new EventFactory(new CallRules(Clock.fixed(NOW, ZoneOffset.UTC), TimestampReader.forCalls()));

    private static JsonText.Document read(String text) {
        return (JsonText.Document) JsonReader.read(text);
    }

    private Result live(CallType type, String call) {
        return factory.live(type, (Json.Obj) read(call).value(), LIBRARY, () -> ID);
    }

    private Result historical(CallType type, String text) {
        JsonText.Document document = read(text);
        Json.Obj call = (Json.Obj) document.value();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return factory.historical(type, call, new SourceText(bytes, document.spans(), call), eventWithoutId -> ID);
    }

    private static Event made(Result result) {
        assertThat(result).isInstanceOf(Result.Made.class);
        return ((Result.Made) result).event();
    }

    private static String body(Result result) {
        return text(made(result).body());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void addsAnIdAndTheLibraryToALiveCall() {
        assertThat(body(live(CallType.TRACK, "{\"userId\":\"u\",\"event\":\"E\"}")))
                .isEqualTo("{\"userId\":\"u\",\"event\":\"E\"" + ADDED_CONTEXT + ADDED_ID + "}");
    }

    @Test
    void addsTheLibraryToTheContextThatIsThere() {
        assertThat(body(live(CallType.IDENTIFY, "{\"context\":{\"ip\":\"::1\"},\"userId\":\"u\"}")))
                .isEqualTo("{\"context\":{\"ip\":\"::1\",\"library\":{\"name\":\"cdp\"}},\"userId\":\"u\"" + ADDED_ID
                        + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userId\":\"u\",\"messageId\":\"mine\",\"context\":{\"library\":{\"name\":\"other\"}}}",
                "{\"userId\":\"u\",\"messageId\":\"mine\",\"context\":{\"library\":null}}"
            })
    void replacesNeitherAnIdNorALibrary(String call) {
        assertThat(body(live(CallType.IDENTIFY, call))).isEqualTo(call);
    }

    @Test
    void keepsEveryDigitAndEveryCharacter() {
        String traits = "{\"a\":1.10,\"b\":6.02e23,\"c\":12345678901234567890,\"d\":-0,\"e\":1E400,\"f\":0.30,"
                + "\"g.h\":null,\"\":\"\",\"i\":\"ü€😀\",\"j\":[],\"k\":\"\\u0001\\\"\\\\\"}";
        assertThat(body(live(CallType.IDENTIFY, "{\"userId\":\"u\",\"traits\":" + traits + "}")))
                .startsWith("{\"userId\":\"u\",\"traits\":" + traits + ",");
    }

    @Test
    void aCallThatBreaksARuleIsInvalid() {
        Result result = live(CallType.TRACK, "{\"userId\":\"u\"}");
        assertThat(result).isInstanceOf(Result.Invalid.class);
        assertThat(result.problems()).extracting(Problem::code).containsExactly(Code.MISSING);
    }

    @Test
    void warningsComeWithTheEvent() {
        assertThat(live(CallType.IDENTIFY, "{\"userId\":7}").problems())
                .extracting(Problem::code)
                .containsExactly(Code.ID_CONVERTED);
    }

    private static String ofSize(int bytes) {
        String start = "{\"userId\":\"u\",\"event\":\"E\",\"properties\":{\"pad\":\"";
        String end = "\"}}";
        int pad = bytes - start.length() - end.length();
        return start + "ü".repeat(pad / 2) + "x".repeat(pad % 2) + end;
    }

    @Test
    void takesACallOfExactlyTheSizeOfACall() {
        assertThat(body(live(CallType.TRACK, ofSize(32_000)))).isEqualTo(ofSize(32_000));
    }

    @Test
    void refusesACallOfOneByteMore() {
        Result result = live(CallType.TRACK, ofSize(32_001));
        assertThat(result).isInstanceOf(Result.Invalid.class);
        assertThat(result.problems())
                .containsExactly(
                        new Problem(Code.TOO_LARGE, "", "the call is 32001 bytes as sent; the service takes 32000"));
    }

    @ParameterizedTest
    @CsvSource({
        "31922, id and library",
        "31923, id",
        "31959, id",
        "31960, library",
        "31963, library",
        "31964, nothing",
        "32000, nothing"
    })
    void leavesOutWhatDoesNotFit(int size, String added) {
        String sent = body(live(CallType.TRACK, ofSize(size)));
        assertThat(sent.contains(ID)).as("id").isEqualTo(added.contains("id"));
        assertThat(sent.contains("library")).as("library").isEqualTo(added.contains("library"));
        assertThat(sent.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(32_000);
    }

    @Test
    void copiesTheBytesOfHistoryAndAddsOnlyAnId() {
        assertThat(body(historical(
                        CallType.TRACK,
                        " { \"type\" : \"track\",\n\"userId\": \"u\\u00fc\" ,\t\"event\":\"E\\/F\","
                                + "\"properties\" : { \"a\" : 1.10 , \"b\":[ 1e2 , null ] } } ")))
                .isEqualTo("{\"type\" : \"track\",\"userId\": \"u\\u00fc\",\"event\":\"E\\/F\","
                        + "\"properties\" : { \"a\" : 1.10 , \"b\":[ 1e2 , null ] }" + ADDED_ID + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userId\":\"u\",\"messageId\":\"m\",\"x\":12345678901234567890}",
                "{\"userId\":\"u\",\"messageId\":\"m\",\"x\":6.02e23,\"y\":-0.0}",
                "{\"userId\":\"u\",\"messageId\":\"m\",\"x\":true,\"y\":false,\"z\":null}",
                "{\"userId\":\"u\",\"messageId\":\"m\",\"\\u0078\\n\":\"\\ud83d\\ude00\"}",
                "{\"ü\":\"😀\",\"userId\":\"u\",\"messageId\":\"m\",\"\":\"\"}",
                "{\"userId\":\"u\",\"messageId\":\"m\",\"x\":{\"userId\":\"inner\"},\"y\":[[],{}]}",
                "{\"x\":7,\"userId\":\"u\",\"messageId\":\"m\"}"
            })
    void anUntouchedRecordOfHistoryIsSentByteForByte(String text) {
        assertThat(body(historical(CallType.IDENTIFY, text))).isEqualTo(text);
    }

    @Test
    void writesAnewOnlyWhatTheRulesChange() {
        assertThat(body(historical(
                        CallType.IDENTIFY,
                        "{\"sentAt\":1, \"userId\": 7, \"timestamp\" : \"2019-07-01 12:00:00 UTC\","
                                + "\"traits\": {\"a\":  1.10}, \"messageId\": null, \"version\":[ 2 ]}")))
                .isEqualTo("{\"userId\":\"7\",\"timestamp\":\"2019-07-01T12:00:00.000Z\",\"traits\": {\"a\":  1.10}"
                        + ADDED_ID + "}");
    }

    @Test
    void theIdOfARecordIsNamedFromItsBytesWithoutOne() {
        Json.Obj call = (Json.Obj) read("{\"userId\":\"u\",\"sentAt\":1}").value();
        Event event = made(factory.historical(CallType.IDENTIFY, call, null, bytes -> "of " + text(bytes)));
        assertThat(event.messageId()).isEqualTo("of {\"userId\":\"u\"}");
    }

    @Test
    void aRecordThatWasNotReadFromJsonIsWrittenCompactly() {
        Json.Obj call = (Json.Obj) read("{ \"userId\" : \"u\" }").value();
        assertThat(body(factory.historical(CallType.IDENTIFY, call, null, bytes -> ID)))
                .isEqualTo("{\"userId\":\"u\"" + ADDED_ID + "}");
    }

    @Test
    void nothingIsAddedToHistoryButAnId() {
        assertThat(body(historical(CallType.IDENTIFY, "{\"userId\":\"u\",\"messageId\":\"m\"}")))
                .doesNotContain("library");
    }

    @Test
    void theSizeOfARecordOfHistoryIsThatOfItsBatchItem() {
        int added = ADDED_ID.length() + "\"type\":\"track\",".length();

        Event event = made(historical(CallType.TRACK, ofSize(32_000 - added)));
        assertThat(event.batchItem()).hasSize(32_000);

        Result tooLarge = historical(CallType.TRACK, ofSize(32_001 - added));
        assertThat(tooLarge.problems()).extracting(Problem::code).containsExactly(Code.TOO_LARGE);
        assertThat(tooLarge.problems().get(0).message()).startsWith("the call is 32001 bytes");
    }

    @Test
    void aBatchItemBeginsWithItsType() {
        Event event = made(historical(CallType.PAGE, "{\"userId\":\"u\",\"messageId\":\"m\"}"));
        assertThat(text(event.batchItem())).isEqualTo("{\"type\":\"page\",\"userId\":\"u\",\"messageId\":\"m\"}");
        assertThat(text(event.body())).doesNotContain("type");
    }

    @Test
    void aBatchItemKeepsTheTypeThatIsThere() {
        Event event = made(historical(CallType.PAGE, "{\"userId\":\"u\", \"type\": \"page\", \"messageId\":\"m\"}"));
        assertThat(event.batchItem()).isEqualTo(event.body());
    }

    @Test
    void knowsWhatThePipelineNeeds() {
        Event event = made(historical(
                CallType.TRACK,
                "{\"userId\":7,\"anonymousId\":\"a\",\"event\":\"E\",\"timestamp\":\"2019-07-01T12:00:00Z\"}"));
        assertThat(event.type()).isEqualTo(CallType.TRACK);
        assertThat(event.userKey()).isEqualTo("7");
        assertThat(event.messageId()).isEqualTo(ID);
        assertThat(event.timestamp()).isEqualTo("2019-07-01T12:00:00Z");
        assertThat(event.text(Field.EVENT)).isEqualTo("E");
        assertThat(event.isDestructive()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"userId\":\"u\",\"anonymousId\":\"a\",\"event\":\"E\"} | u",
                "{\"anonymousId\":\"a\",\"event\":\"E\"}                  | a",
                "{\"groupId\":\"g\",\"event\":\"E\"}                      | ``"
            })
    void belongsToItsUserElseToNobody(String call, String userKey) {
        assertThat(made(live(CallType.TRACK, call)).userKey()).isEqualTo(userKey);
    }

    @Test
    void isDestructiveByTheExactNameOfATrackCall() {
        assertThat(made(live(CallType.TRACK, "{\"userId\":\"u\",\"event\":\"User Deleted\"}"))
                        .isDestructive())
                .isTrue();
        assertThat(made(live(CallType.TRACK, "{\"userId\":\"u\",\"event\":\"User deleted\"}"))
                        .isDestructive())
                .isFalse();
        assertThat(made(live(CallType.PAGE, "{\"userId\":\"u\",\"event\":\"User Deleted\"}"))
                        .isDestructive())
                .isFalse();
    }
}
