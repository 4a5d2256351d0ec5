package io.github.cdpcli.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.ObjectScanner;
import io.github.cdpcli.json.ObjectText;
import io.github.cdpcli.testing.Seeds;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainCallsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);
    private static final String TRACK = "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"Bought\",\"timestamp\":"
            + "\"2024-03-01T10:00:00.000Z\",\"properties\":{\"total\":1.10}}";

    /** All ways of reading times there are, for times of one spelling mean different ones. */
    private static final List<TimestampReader> READERS = List.of(
            TimestampReader.forFiles(null),
            TimestampReader.forCalls(),
            TimestampReader.forFiles(ZoneId.of("Europe/Rome")),
            TimestampReader.forFiles(null, format("iso")),
            TimestampReader.forFiles(null, format("s")),
            TimestampReader.forFiles(null, format("ms")),
            TimestampReader.forFiles(ZoneId.of("Europe/Rome"), format("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")),
            TimestampReader.forFiles(null, format("yyyy-dd-MM'T'HH:mm:ss.SSSX")),
            TimestampReader.forFiles(ZoneOffset.UTC, format("yyyy-MM-dd HH:mm:ss")));

    private EventFactory factory = factory(READERS.get(0));
    private PlainCalls plain = factory.plainCalls();
    private final ObjectScanner scanner = new ObjectScanner();

    private static TimestampFormat format(String spelling) {
        return ((TimestampFormat.Parsed.Known) TimestampFormat.parse(spelling)).format();
    }

    private static EventFactory factory(TimestampReader reader) {
        return new EventFactory(new CallRules(CLOCK, reader));
    }

    private Optional<Event> event(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        int behind = scanner.scan(bytes, 0, bytes.length);
        return behind == bytes.length
                ? Optional.ofNullable(plain.event(scanner.text(behind), Optional.of(CallType.TRACK)))
                        .map(event -> event.messageId() == null ? event.withMessageId(id(event.body())) : event)
                : Optional.empty();
    }

    private static String id(byte[] event) {
        return "id-of-" + event.length;
    }

    /** What the rules make of the same text. */
    private EventFactory.Result ruled(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        JsonText.Document document = (JsonText.Document) JsonReader.read(bytes);
        Json.Obj call = (Json.Obj) document.value();
        CallType type = call.has("type")
                ? Optional.ofNullable(call.text("type")).flatMap(CallType::of).orElse(CallType.TRACK)
                : CallType.TRACK;
        return factory.historical(
                type, call, new EventFactory.SourceText(bytes, document.spans(), call), PlainCallsTest::id);
    }

    /** Whether it was known as plain; then the rules must agree in all that can be seen. */
    private boolean assertAgrees(String text) {
        Optional<Event> event = event(text);
        if (event.isEmpty()) {
            return false;
        }
        EventFactory.Result ruled = ruled(text);
        assertThat(ruled.problems()).as(text).isEmpty();
        Event expected = ((EventFactory.Result.Made) ruled).event();
        assertThat(new String(event.get().body(), UTF_8)).isEqualTo(new String(expected.body(), UTF_8));
        assertThat(event.get().batchItem()).isEqualTo(expected.batchItem());
        assertThat(event.get().batchItemBytes()).isEqualTo(expected.batchItemBytes());
        assertThat(event.get().type()).isEqualTo(expected.type());
        assertThat(event.get().timestamp()).isEqualTo(expected.timestamp());
        assertThat(event.get().userKey()).isEqualTo(expected.userKey());
        assertThat(event.get().messageId()).isEqualTo(expected.messageId());
        assertThat(event.get().isDestructive())
                .isEqualTo(expected.isDestructive())
                .isFalse();
        assertThat(Age.of(Objects.requireNonNull(event.get().timestamp()), CLOCK.instant()))
                .isEqualTo(Age.HISTORY);
        for (Field field :
                List.of(Field.USER_ID, Field.ANONYMOUS_ID, Field.GROUP_ID, Field.EVENT, Field.NAME, Field.MESSAGE_ID)) {
            assertThat(event.get().text(field)).isEqualTo(expected.text(field));
        }
        return true;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'type':'track','userId':'u','event':'Bought','timestamp':'2024-03-01T10:00:00.000Z'",
                "'userId':'u','event':'Bought','timestamp':'2024-03-01T10:00:00Z','messageId':'m-1'",
                "'type':'track','anonymousId':'a','event':'B','timestamp':'2024-03-01 10:00:00 UTC','groupId':'g'",
                "'type':'identify','userId':'u','traits':{'email':'a@b','n':{'x':[1]}},'timestamp':'2024-03-01T10:00:00+02:00'",
                "'type':'page','userId':'u','name':'Home','properties':{},'timestamp':'1709287200'",
                "'type':'screen','anonymousId':'a','timestamp':'2024-03-01T10:00:00.123456789Z'",
                "'type':'group','userId':'u','groupId':'0','traits':{'name':'Initech'},'timestamp':'2024-03-01'",
                "'type':'track','userId':'u','event':'E','timestamp':'2024-03-01T10:00:00.000Z',"
                        + "'integrations':{'All':false,'x':true},'context':{'ip':'1.2.3.4','active':null,'channel':'server',"
                        + "'device':{'type':'ios','token':'t','other':1},'page':{'url':'u'},'library':{'name':'x'},'dot.ted':[1]}"
            })
    void knowsCallsThatAreInOrder(String members) {
        String text = "{" + members.replace('\'', '"') + "}";

        assertThat(event(text).isPresent() || text.contains("2024-03-01\"")).isTrue();
        assertAgrees(text);
        assertAgrees(text.replace(",\"", " , \"").replace("{\"", "{ \""));
    }

    @Test
    void sendsTheBytesOfTheRecordThemselves() {
        byte[] bytes = TRACK.getBytes(UTF_8);
        ObjectText text = scanner.text(scanner.scan(bytes, 0, bytes.length));

        Event event = Objects.requireNonNull(plain.event(text, Optional.empty()));

        assertThat(event.body()).isSameAs(text.bytes());
        assertThat(new String(event.withMessageId("m").batchItem(), UTF_8))
                .isEqualTo(TRACK.substring(0, TRACK.length() - 1) + ",\"messageId\":\"m\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'type':'nosuch'",
                "'type':1",
                "'userId':7",
                "'userId':null",
                "'userId':' '",
                "'userId':'null'",
                "'userId':'a\\\\tb'",
                "'userId':'caf\u00e9'",
                "'event':'  '",
                "'event':'User Deleted'",
                "'event':'user  deleted'",
                "'event':1",
                "'timestamp':'soon'",
                "'timestamp':null",
                "'timestamp':1709287200",
                "'timestamp':'2026-02-28T10:00:00Z'",
                "'timestamp':'2036-02-28T10:00:00Z'",
                "'timestamp':'2024-03-01T10:00:00'",
                "'context':null",
                "'context':[]",
                "'context':{'active':1}",
                "'context':{'channel':'fax'}",
                "'context':{'device':{'type':'x'}}",
                "'context':{'device.type':'x'}",
                "'integrations':{'x':{}}",
                "'integrations':{'x':null}",
                "'properties':null",
                "'properties':'x'",
                "'sentAt':'x'",
                "'writeKey':'x'",
                "'unknown':1",
                "'traits':{}",
                "'name':'x'",
                "'category':'x'",
                "'previousId':'x'",
                "'objectTypeId':'1'",
                "'messageId':'0'",
                "'messageId':''",
                "'groupId':''"
            })
    void leavesEverythingElseToTheRules(String member) {
        String key = member.substring(1, member.indexOf('\'', 1));
        List<String> members = new ArrayList<>(List.of(
                "'type':'track'", "'userId':'u'", "'event':'Bought'", "'timestamp':'2024-03-01T10:00:00.000Z'"));
        members.removeIf(other -> other.startsWith("'" + key + "'"));
        members.add(member);

        assertThat(event(("{" + String.join(",", members) + "}").replace('\'', '"')))
                .isEmpty();
    }

    @Test
    void leavesWhatIsMissingOrTooLargeToTheRules() {
        assertThat(event(TRACK)).isPresent();
        assertThat(event(TRACK.replace(",\"event\":\"Bought\"", ""))).isEmpty();
        assertThat(event(TRACK.replace("\"userId\":\"u\",", ""))).isEmpty();
        assertThat(event(TRACK.replace("\"timestamp\":\"2024-03-01T10:00:00.000Z\",", "")))
                .isEmpty();
        assertThat(event(TRACK.replace("1.10", "\"" + "x".repeat(32_000) + "\"")))
                .isEmpty();
        assertThat(event(TRACK.replace("\"u\"", "\"" + "x".repeat(151) + "\""))).isEmpty();
        assertThat(event(TRACK.replace("Bought", "x".repeat(101)))).isEmpty();
    }

    @Test
    void aTimeIsReadInTheWayThatIsAskedFor() {
        for (TimestampReader reader : READERS) {
            factory = factory(reader);
            plain = factory.plainCalls();
            assertAgrees(TRACK);
            Seeds.each(20, random -> agreesWithTheRules(random, 100, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined        ", " null", "0 ", "                 nan"})
    void blanksDoNotHideAPlaceholder(String id) {
        assertThat(event(TRACK.replace("\"u\"", "\"" + id + "\""))).isEmpty();
    }

    @Test
    void agreesWithTheRules() {
        Seeds.each(100, random -> agreesWithTheRules(random, 200, 10));
    }

    @Test
    @Tag("slow")
    void agreesWithTheRulesMoreOften() {
        Seeds.each(200, random -> agreesWithTheRules(random, 2000, 100));
    }

    private void agreesWithTheRules(Random random, int calls, int least) {
        int plainOnes = 0;
        for (int i = 0; i < calls; i++) {
            plainOnes += assertAgrees(call(random)) ? 1 : 0;
        }
        assertThat(plainOnes).isBetween(least, calls - 1);
    }

    private static String call(Random random) {
        List<String> members = new ArrayList<>();
        some(
                random,
                members,
                95,
                "type",
                "track",
                "track",
                "track",
                "identify",
                "page",
                "screen",
                "group",
                "alias",
                "x");
        some(
                random, members, 90, "userId", "u-1", "00042", "a@b.c", "u", "None", " x ", "~", "\u00e9", "", "x\\n",
                "a\\\"");
        some(random, members, 20, "anonymousId", "a-1", "0", "-1", "guest");
        some(random, members, 70, "event", "Bought", "Viewed", "user deleted", "Object Deleted", "\u20ac", "", "x y");
        some(random, members, 20, "name", "Home", "", "\u00e9", "a\\u00e9");
        some(random, members, 20, "groupId", "g", "0", "");
        some(random, members, 30, "messageId", "m-1", "0", "x\\\\y");
        some(
                random,
                members,
                95,
                "timestamp",
                "2024-03-01T10:00:00.000Z",
                "2024-03-01T10:00:00Z",
                "2024-02-30T10:00:00.000Z",
                "2024-03-01t10:00:00.000z",
                "2024-03-01 10:00:00.000Z",
                "2024-03-01T10:00:00.000+01:00",
                "1709287200000",
                " 2024-03-01T10:00:00.000Z",
                "2024-03-01T24:00:00.000Z",
                "2016-12-31T23:59:60.000Z",
                "2024-03-01T10:00:00,000Z");
        json(random, members, 70, "properties", "{}", "{\"a\":1.10,\"b\":{\"c\":[]}}", "{ \"a\" : 1 }", "[]");
        json(random, members, 30, "traits", "{}", "{\"email\":\"a@b\"}", "{\"object_type_id\":\"1\"}", "{\"x\":null}");
        json(
                random,
                members,
                40,
                "context",
                "{}",
                "{\"ip\":\"1\"}",
                "{\"ip\":1}",
                "{\"active\":true,\"os\":{\"name\":\"x\"}}",
                "{\"os\":{\"name\":1}}",
                "{\"os\":1}",
                "{\"page\":{\"keywords\":[\"a\"]}}",
                "{\"os.name\":\"x\"}",
                "{\"x\":{\"y\":{\"z\":1}}}",
                "{\"\":{\"active\":\"x\"}}",
                "{\"network\":{\"wifi\":false,\"carrier\":null}}",
                "{\"channel\":\"mobile\"}");
        json(random, members, 20, "integrations", "{}", "{\"All\":false}", "{\"x\":1}", "{\"a.b\":true}");
        json(random, members, 3, "sentAt", "1");
        json(random, members, 3, "extra", "1");
        Collections.shuffle(members, random);
        return "{" + String.join(random.nextInt(3) == 0 ? " , " : ",", members) + "}";
    }

    private static void some(Random random, List<String> members, int percent, String key, String... values) {
        json(
                random,
                members,
                percent,
                key,
                Arrays.stream(values).map(value -> "\"" + value + "\"").toArray(String[]::new));
    }

    private static void json(Random random, List<String> members, int percent, String key, String... values) {
        if (random.nextInt(100) < percent) {
            // The first ones are the usual ones.
            int choice = Math.min(random.nextInt(values.length), random.nextInt(values.length));
            String value = random.nextInt(60) == 0 ? "null" : values[random.nextInt(3) == 0 ? choice : 0];
            members.add("\"" + key + "\":" + value);
        }
    }
}
