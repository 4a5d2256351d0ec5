package io.github.cdpcli.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.CallRules.Checked;
import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule of the API about one call. A verdict is the list of problems: {@code missing-field userId}. */
class CallRulesTest {

    private static final Instant NOW = Instant.parse("2024-03-10T12:00:00Z");
    private static final CallRules RULES = new CallRules(Clock.fixed(NOW, ZoneOffset.UTC), TimestampReader.forCalls());

    /** Reported by those who read rows or options, by those who measure events, and where a zone is given for times. */
    private static final Set<Code> NOT_OF_THE_RULES = EnumSet.of(
            Code.NOT_JSON,
            Code.NOT_CSV,
            Code.NOT_AN_OBJECT,
            Code.UNKNOWN_TYPE,
            Code.BAD_OPTION,
            Code.TOO_LARGE,
            Code.SPLIT_ALIAS,
            Code.AMBIGUOUS_TIME);

    private static Checked check(String type, String call) {
        JsonText.Document document = (JsonText.Document) JsonReader.read(call.replace('\'', '"'));
        return RULES.check(CallType.valueOf(type.toUpperCase(Locale.ROOT)), (Json.Obj) document.value());
    }

    private static String problems(String type, String call) {
        return check(type, call).problems().stream()
                .map(problem -> problem.code().wireName() + " " + problem.path())
                .collect(Collectors.joining(", "));
    }

    private static String sent(String type, String call) {
        return JsonWriter.text(check(type, call).call()).replace('"', '\'');
    }

    private static String message(String type, String call) {
        return check(type, call).problems().get(0).message();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "identify | {'userId':'u'}",
                "identify | {'anonymousId':'a'}",
                "identify | {'userId':'u','anonymousId':'a','traits':{},'context':{},'integrations':{}}",
                "identify | {'type':'identify','userId':'u','messageId':'m','timestamp':'2019-07-01T12:00:00.000Z'}",
                "identify | {'userId':'u','traits':{'a.b.c':null,'':'','x':[1,{}],'createdAt':1.10}}",
                "track    | {'userId':'u','event':'E'}",
                "track    | {'userId':'u','event':'E','groupId':'g','properties':{'price':1e400}}",
                "track    | {'event':'Report Delivery Event','properties':{'deliveryId':'d','metric':'opened'}}",
                "track    | {'event':'Report Content Event'}",
                "track    | {'userId':'u','event':'User Unsuppressed'}",
                "track    | {'userId':'u','event':'Device Deleted','context':{'device':{'token':'t'}}}",
                "page     | {'userId':'u'}",
                "page     | {'userId':'u','name':''}",
                "page     | {'userId':'u','name':'N','properties':{'url':'https://a/'}}",
                "screen   | {'anonymousId':'a'}",
                "screen   | {'anonymousId':'a','name':'N'}",
                "group    | {'userId':'u','groupId':'g'}",
                "group    | {'userId':'u','groupId':'g','objectTypeId':'2','traits':{'object_type_id':'2'}}",
                "group    | {'userId':'u','groupId':'0'}",
                "alias    | {'userId':'u','previousId':'p'}"
            })
    void passesUnchangedWithoutAWord(String type, String call) {
        assertThat(problems(type, call)).isEmpty();
        assertThat(sent(type, call)).isEqualTo(call);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "identify | {}                                          | missing-field userId",
                "identify | {'userId':null}                             | null-field userId, missing-field userId",
                "identify | {'traits':{'email':' '}}                    | missing-field userId",
                "identify | {'traits':{'email':7}}                      | missing-field userId",
                "identify | {'groupId':'g'}                             | unknown-field groupId, missing-field userId",
                "track    | {'userId':'u'}                              | missing-field event",
                "track    | {'userId':'u','event':null}                 | missing-field event",
                "track    | {}                                          | missing-field event, missing-field userId",
                "track    | {'event':'E'}                               | missing-field userId",
                "track    | {'event':'E','groupId':null}                | null-field groupId, missing-field userId",
                "page     | {'name':'N'}                                | missing-field userId",
                "screen   | {'name':'N'}                                | missing-field userId",
                "group    | {'userId':'u'}                              | missing-field groupId",
                "group    | {}                                          | missing-field groupId, missing-field userId",
                "alias    | {'userId':'u'}                              | missing-field previousId",
                "alias    | {'previousId':'p'}                          | missing-field userId",
                "alias    | {'anonymousId':'a','previousId':'p'}        | missing-field userId",
                "alias    | {'userId':'u','previousId':null}            | missing-field previousId",
                "identify | {'userId':''}                               | blank-field userId",
                "identify | {'userId':' \\t'}                           | blank-field userId",
                "identify | {'anonymousId':'\\u2003 '}           | blank-field anonymousId",
                "identify | {'userId':'u','messageId':''}               | blank-field messageId",
                "track    | {'userId':'u','event':''}                   | blank-field event",
                "track    | {'userId':'u','event':'  '}                 | blank-field event",
                "group    | {'userId':'u','groupId':''}                 | blank-field groupId",
                "alias    | {'userId':'u','previousId':' '}             | blank-field previousId",
                "identify | {'userId':{}}                               | wrong-type userId",
                "identify | {'userId':true}                             | wrong-type userId",
                "identify | {'userId':['u']}                            | wrong-type userId",
                "identify | {'userId':'u','traits':[]}                  | wrong-type traits",
                "identify | {'userId':'u','traits':null}                | wrong-type traits",
                "identify | {'userId':'u','context':'c'}                | wrong-type context",
                "identify | {'userId':'u','context':null}               | wrong-type context",
                "identify | {'userId':'u','integrations':true}          | wrong-type integrations",
                "identify | {'userId':'u','integrations':{'All':'no'}}  | wrong-type integrations.All",
                "identify | {'userId':'u','integrations':{'All':null}}  | wrong-type integrations.All",
                "identify | {'userId':'u','type':'track'}               | wrong-type type",
                "identify | {'userId':'u','type':7}                     | wrong-type type",
                "track    | {'userId':'u','event':7}                    | wrong-type event",
                "track    | {'userId':'u','event':'E','properties':''}  | wrong-type properties",
                "page     | {'userId':'u','name':{}}                    | wrong-type name",
                "page     | {'userId':'u','category':1}                 | wrong-type category",
                "group    | {'userId':'u','groupId':'g','objectTypeId':'two'} | wrong-type objectTypeId",
                "group    | {'userId':'u','groupId':'g','objectTypeId':1.5}   | wrong-type objectTypeId",
                "group    | {'userId':'u','groupId':'g','objectTypeId':''}    | wrong-type objectTypeId",
                "group    | {'userId':'u','groupId':'g','objectTypeId':{}}    | wrong-type objectTypeId",
                "identify | {'userId':'u','timestamp':'1685923200'}     | bad-timestamp timestamp",
                "identify | {'userId':'u','timestamp':null}             | bad-timestamp timestamp",
                "identify | {'userId':'u','timestamp':'2024-03-01'}     | bad-timestamp timestamp",
                "identify | {'userId':'a\\u0000b'}                      | bad-text userId",
                "identify | {'userId':'a\\nb'}                          | bad-text userId",
                "identify | {'userId':'\\ud83d'}                        | bad-text userId",
                "identify | {'userId':'u','traits':{'a':'\\ud83d'}}     | bad-text traits.a",
                "identify | {'userId':'u','traits':{'a':[{'b':'\\ude00'}]}} | bad-text traits.a[0].b",
                "identify | {'userId':'u','custom':'\\ude00\\ud83d'}    | bad-text custom, unknown-field custom",
                "track    | {'event':'Object Deleted','properties':{'objectId':'o','objectTypeId':1}} | destructive-event event, missing-field anonymousId",
                "track    | {'anonymousId':'a','event':'Object Deleted'} | destructive-event event, missing-field properties.objectId, missing-field properties.objectTypeId"
            })
    void refuses(String type, String call, String problems) {
        assertThat(problems(type, call)).isEqualTo(problems);
        assertThat(check(type, call).isValid()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "identify | {'traits':{'email':'a@b.c'}}                | no-user userId",
                "track    | {'groupId':'g','event':'E'}                 | no-user userId",
                "group    | {'groupId':'g'}                             | no-user userId",
                "identify | {'userId':'u','anonymousId':null}           | null-field anonymousId",
                "page     | {'userId':'u','name':null}                  | null-field name",
                "identify | {'userId':'null'}                           | junk-id userId",
                "identify | {'userId':' Undefined '}                    | junk-id userId",
                "identify | {'anonymousId':'[object Object]'}           | junk-id anonymousId",
                "identify | {'userId':'-1'}                             | junk-id userId",
                "identify | {'userId':'u','sentAt':'2020-01-01T00:00:00Z'} | stripped-field sentAt",
                "identify | {'userId':'u','originalTimestamp':1}        | stripped-field originalTimestamp",
                "identify | {'userId':'u','receivedAt':null}            | stripped-field receivedAt",
                "identify | {'userId':'u','version':2}                  | stripped-field version",
                "identify | {'userId':'u','writeKey':'k'}               | stripped-field writeKey",
                "identify | {'userId':'u','user_id':'v'}                | unknown-field user_id",
                "identify | {'userId':'u','event':'E'}                  | unknown-field event",
                "alias    | {'userId':'u','previousId':'p','traits':{}} | unknown-field traits",
                "page     | {'userId':'u','category':'C'}               | undocumented-value category",
                "identify | {'userId':'u','integrations':{'A b':{}}}    | undocumented-value integrations[\"A b\"]",
                "identify | {'userId':'u','context':{'channel':'tv'}}   | undocumented-value context.channel",
                "identify | {'userId':'u','context':{'device':{'type':'tv'}}} | undocumented-value context.device.type",
                "identify | {'userId':'u','context':{'page':'/'}}       | undocumented-value context.page",
                "group    | {'userId':'u','groupId':'g','objectTypeId':'2','traits':{'object_type_id':'3'}} | conflicting-fields traits.object_type_id",
                "group    | {'userId':'u','groupId':'g','traits':{'object_type_id':3}} | undocumented-value traits.object_type_id",
                "alias    | {'userId':'u','previousId':'u'}             | conflicting-fields previousId",
                "identify | {'userId':'u','timestamp':'2024-03-10T12:05:00.001Z'} | future-timestamp timestamp",
                "identify | {'userId':'u','timestamp':'2024-03-10T11:54:59.000Z'} | recent-timestamp timestamp",
                "identify | {'userId':'u','timestamp':'2024-03-07T12:00:00.001Z'} | recent-timestamp timestamp",
                "identify | {'userId':'u','timestamp':'2024-03-07T12:00:00.000Z'} | recent-timestamp timestamp",
                "identify | {'userId':'u','timestamp':'2024-03-07T11:59:59.999Z'} | ''",
                "identify | {'userId':'u','timestamp':'2024-03-10T12:05:00.000Z'} | ''",
                "track    | {'userId':'u','event':'User Deleted'}       | destructive-event event",
                "track    | {'userId':'u','event':'User Suppressed'}    | destructive-event event",
                "track    | {'userId':'u','event':'Relationship Deleted'} | destructive-event event",
                "track    | {'anonymousId':'a','event':'Object Deleted','properties':{'objectId':'o','objectTypeId':1}} | destructive-event event",
                "track    | {'anonymousId':'a','event':'Object Deleted','properties':{'objectId':'o','objectTypeId':'1'}} | destructive-event event, undocumented-value properties.objectTypeId",
                "track    | {'userId':'u','event':'user deleted'}       | command-event event",
                "track    | {'userId':'u','event':'Device Deleted'}     | command-event context.device.token",
                "track    | {'anonymousId':'a','event':'Device Created or Updated','context':{'device':{'token':'t'}}} | command-event userId",
                "track    | {'event':'Report Delivery Event'}           | command-event properties.deliveryId, command-event properties.metric"
            })
    void warnsAbout(String type, String call, String problems) {
        assertThat(problems(type, call)).isEqualTo(problems.replace("''", ""));
        assertThat(check(type, call).isValid()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "identify | {'userId':12345678901234567890}   | {'userId':'12345678901234567890'}   | id-converted userId",
                "identify | {'userId':1.10,'traits':{}}       | {'userId':'1.10','traits':{}}       | id-converted userId",
                "identify | {'userId':0}                      | {'userId':'0'}                      | id-converted userId, junk-id userId",
                "identify | {'userId':'007'}                  | {'userId':'007'}                    | ``",
                "alias    | {'userId':1,'previousId':2}       | {'userId':'1','previousId':'2'}     | id-converted userId, id-converted previousId",
                "alias    | {'userId':1,'previousId':'1'}     | {'userId':'1','previousId':'1'}     | id-converted userId, conflicting-fields previousId",
                "group    | {'userId':'u','groupId':42}       | {'userId':'u','groupId':'42'}       | id-converted groupId",
                "group    | {'userId':'u','groupId':'g','objectTypeId':2} | {'userId':'u','groupId':'g','objectTypeId':'2'} | id-converted objectTypeId",
                "identify | {'userId':'u','messageId':7}      | {'userId':'u','messageId':'7'}      | id-converted messageId",
                "identify | {'userId':'u','messageId':null}   | {'userId':'u'}                      | null-field messageId",
                "identify | {'writeKey':'k','userId':'u','version':1,'traits':{'version':1,'sentAt':2}} | {'userId':'u','traits':{'version':1,'sentAt':2}} | stripped-field writeKey, stripped-field version",
                "identify | {'userId':'u','timestamp':1685923200} | {'userId':'u','timestamp':'2023-06-05T00:00:00.000Z'} | ``",
                "identify | {'timestamp':'2022-12-31T23:59:59.999999Z','userId':'u'} | {'timestamp':'2022-12-31T23:59:59.999Z','userId':'u'} | ``",
                "identify | {'userId':'u','future_field':[null,1.10]} | {'userId':'u','future_field':[null,1.10]} | unknown-field future_field"
            })
    void sends(String type, String call, String sent, String problems) {
        assertThat(sent(type, call)).isEqualTo(sent);
        assertThat(problems(type, call)).isEqualTo(problems);
    }

    @Test
    void reportsEveryProblemAtOnce() {
        assertThat(problems("group", "{'userId':[],'traits':7,'timestamp':'soon','sentAt':1}"))
                .isEqualTo("wrong-type userId, wrong-type traits, bad-timestamp timestamp, stripped-field sentAt,"
                        + " missing-field groupId");
    }

    @Test
    void knowsTheTimeOfACall() {
        assertThat(check("identify", "{'userId':'u','timestamp':'2019-07-01T12:00:00+02:00'}")
                        .timestamp())
                .isEqualTo("2019-07-01T10:00:00Z");
        assertThat(check("identify", "{'userId':'u'}").timestamp()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "userid, userId",
        "user_id, userId",
        "User-Id, userId",
        "ANONYMOUSID, anonymousId",
        "time_stamp, timestamp"
    })
    void suggestsTheFieldThatWasMeant(String key, String meant) {
        assertThat(message("identify", "{'" + key + "':'x','userId':'u'}"))
                .isEqualTo("is not a field the service knows; did you mean " + meant + "?");
    }

    @Test
    void saysWhichCallNeedsAField() {
        assertThat(message("track", "{'userId':'u'}")).isEqualTo("is missing: a track call needs it");
        assertThat(message("alias", "{'userId':'u'}")).isEqualTo("is missing: an alias call needs it");
    }

    private static String ofBytes(int bytes) {
        return "ü".repeat(bytes / 2) + "x".repeat(bytes % 2);
    }

    static Stream<String> atTheLimitsOfJourneys() {
        return Stream.of(
                "identify|{'userId':'%s'}|150|userId",
                "identify|{'userId':'u','anonymousId':'%s'}|150|anonymousId",
                "group|{'userId':'u','groupId':'%s'}|150|groupId",
                "track|{'userId':'u','event':'%s'}|100|event",
                "identify|{'userId':'u','traits':{'a':'%s'}}|1000|traits.a",
                "identify|{'userId':'u','traits':{'%s':1}}|150|traits.");
    }

    @ParameterizedTest
    @MethodSource("atTheLimitsOfJourneys")
    void warnsBeyondTheLimitsOfJourneysInBytes(String line) {
        String[] parts = line.split("\\|", -1);
        int limit = Integer.parseInt(parts[2]);
        String fits = String.format(Locale.ROOT, parts[1], ofBytes(limit));
        String tooLong = String.format(Locale.ROOT, parts[1], ofBytes(limit + 1));

        assertThat(problems(parts[0], fits)).isEmpty();
        assertThat(problems(parts[0], tooLong)).startsWith("over-journeys-limit " + parts[3]);
        assertThat(check(parts[0], tooLong).isValid()).isTrue();
    }

    @Test
    void warnsAboutMoreThanThreeHundredAttributes() {
        assertThat(problems("identify", attributes(300))).isEmpty();
        assertThat(problems("identify", attributes(301))).isEqualTo("over-journeys-limit traits");
    }

    private static String attributes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "'a" + i + "':1")
                .collect(Collectors.joining(",", "{'userId':'u','traits':{", "}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sentAt", "originalTimestamp", "receivedAt", "version", "writeKey"})
    void neverSendsWhatTheServiceSetsOrWouldMisread(String key) {
        for (CallType type : CallType.values()) {
            assertThat(sent(type.wireName(), "{'" + key + "':'x','userId':'u'}"))
                    .isEqualTo("{'userId':'u'}");
        }
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void everyCodeHasANameOfItsOwn(Code code) {
        assertThat(code.wireName()).matches("[a-z]+(-[a-z]+)*");
        assertThat(EnumSet.allOf(Code.class))
                .filteredOn(other -> other.wireName().equals(code.wireName()))
                .hasSize(1);
    }

    @Test
    void everyCodeOfTheRulesIsReportedSomewhere() {
        Set<Code> reported = Stream.of(
                        check("track", "{'event':7,'userId':'','timestamp':1,'sentAt':1,'x':1,'name':1}"),
                        check("identify", "{'userId':0,'anonymousId':null,'timestamp':'2024-03-10T10:00:00Z'}"),
                        check("identify", "{'userId':'a\\u0000','timestamp':'2025-03-10T12:00:00Z'}"),
                        check("group", "{'groupId':'" + ofBytes(151) + "','traits':{'object_type_id':1}}"),
                        check("alias", "{'userId':'u','previousId':'u'}"),
                        check("alias", "{}"),
                        check("track", "{'userId':'u','event':'User Deleted'}"),
                        check("track", "{'userId':'u','event':'user deleted'}"))
                .flatMap(checked -> checked.problems().stream())
                .map(Problem::code)
                .collect(Collectors.toSet());

        assertThat(reported).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(NOT_OF_THE_RULES)));
    }

    @Test
    void aTimeThatWasThereTwiceIsSentAsTheFirstWithAWarning() {
        CallRules inRome =
                new CallRules(Clock.fixed(NOW, ZoneOffset.UTC), TimestampReader.forFiles(ZoneId.of("Europe/Rome")));
        JsonText.Document document =
                (JsonText.Document) JsonReader.read("{\"userId\":\"u\",\"timestamp\":\"2023-10-29 02:30\"}");
        Checked checked = inRome.check(CallType.IDENTIFY, (Json.Obj) document.value());

        assertThat(checked.call().text("timestamp")).isEqualTo("2023-10-29T00:30:00.000Z");
        assertThat(checked.problems())
                .containsExactly(new Problem(
                        Code.AMBIGUOUS_TIME,
                        "timestamp",
                        "was there twice in Europe/Rome, when the clocks went back; it is sent as the first"));
        assertThat(checked.isValid()).isTrue();
    }

    @Test
    void aProblemIsAnErrorByItsCode() {
        assertThat(new Problem(Code.MISSING, "userId", "").isError()).isTrue();
        assertThat(new Problem(Code.RECENT, "timestamp", "").isError()).isFalse();
    }
}
