package io.github.cdpcli.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.PlainCalls;
import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.json.JsonWriter;
import io.github.cdpcli.json.ObjectScanner;
import io.github.cdpcli.json.ObjectText;
import io.github.cdpcli.testing.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are read as bytes, held against the same rows when they are read through text and trees. */
class PlainRowsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);
    private static final String HEADER =
            "userId,event,timestamp,total:number,gift:bool,note,context.ip,context.active\n";
    private static final String TIME = "2024-03-01T10:00:00.000Z";

    private final EventFactory factory = new EventFactory(new CallRules(CLOCK, TimestampReader.forFiles(null)));
    private final PlainCalls plainCalls = factory.plainCalls();
    private final ObjectScanner scanner = new ObjectScanner();

    private static InputOptions track() {
        return new InputOptions(InputFormat.CSV, CallType.TRACK, ',');
    }

    private static List<Row> fast(byte[] table, InputOptions options) throws IOException {
        return Objects.requireNonNull(rows(new ByteArrayInputStream(table), options));
    }

    /** A row that comes byte by byte is never there as a whole before it is read the other way. */
    private static @Nullable List<Row> slow(byte[] table, InputOptions options) throws IOException {
        return rows(Trickle.of(table, new Random(0), 1), options);
    }

    private static @Nullable List<Row> rows(InputStream in, InputOptions options) throws IOException {
        return CsvReader.open("f", new Window(in), options) instanceof Inputs.Opened.Ready ready
                ? Rows.all(ready.reader())
                : null;
    }

    private static Optional<ObjectText> sound(Row row) {
        return row instanceof Row.Parsed parsed ? Optional.ofNullable(parsed.sound()) : Optional.empty();
    }

    /** Whether a row of that table is read as bytes; what it becomes then must be the same. */
    private boolean isPlain(String row, InputOptions options, String header) throws IOException {
        byte[] table = (header + row).getBytes(UTF_8);
        return assertAgree(table, options) == 1;
    }

    private boolean isPlain(String row) throws IOException {
        return isPlain(row, track(), HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "u,E,T,129.95,true,n,10.0.0.1,false\n",
                "u,E,T,-0,0,,,\n",
                "u,E,T,,,,,\r\n",
                ",,,,,n,,\n",
                "u,E,T,1.10,yes,n,,,,,\n",
                "\"u\",\"E\",\"T\",\"6.02e+23\",\"1\",\"a, b\",\"\",\"true\"\n",
                "u,E,T,12345678901234567890,No,\"Skillet 12\"\"\",,\n",
                "u,E,T,,,\"\"\"\"\"\",,\n",
                "u,E,T,,,\"C:\\\\x\",,\r\n",
                "u,E,T,,,C:\\new,,\n",
                "u,E,T,,,caf\u00e9 \u20ac \ud83d\ude00 \u2028\u007f,,\n",
                "u,E,T,,,a text that is longer than what is copied a word at a time,,\n"
            })
    void knowsRowsThatAreInOrder(String row) throws IOException {
        assertThat(isPlain(row.replace("T", TIME))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "u,E,T,01,,,,\n",
                "u,E,T,1.,,,,\n",
                "u,E,T,1e,,,,\n",
                "u,E,T,-,,,,\n",
                "u,E,T,+1,,,,\n",
                "u,E,T,1x,,,,\n",
                "u,E,T,,maybe,,,\n",
                "u,E,T,,,,,TRUE\n",
                "u,E,T,,,,,perhaps\n",
                "u,E,T,,, n,,\n",
                "u,E,T,,,n ,,\n",
                "u,E,T,,,\" n\",,\n",
                "u,E,T,,,\"n\" ,,\n",
                "u,E,T,,,\"n\"x,,\n",
                "u,E,T,,,n\"n,,\n",
                "u,E,T,,,\"n,,\n",
                "u,E,T,,,\"n\nn\",,\n",
                "u,E,T,,,n\tn,,\n",
                "u,E,T,,,n\u0000,,\n",
                "u,E,T,,,,\n",
                "u,E,T,,,,,,x\n",
                "u,E,T,,,,,\r",
                "u,E,T,,,,,",
                "\u3000,,,,,,,\n",
                ",,,,,,,\n",
                "\n"
            })
    void leavesAllElseToTheOthers(String row) throws IOException {
        assertThat(isPlain(row.replace("T", TIME))).isFalse();
    }

    @Test
    void bytesThatAreNotUtf8AreNeverPlainNotEvenWhereNobodyLooksAtThem() throws IOException {
        for (String foreign : List.of("80", "C080", "EDA080", "F4908080", "C3", "E282", "FF")) {
            ByteArrayOutputStream table = new ByteArrayOutputStream();
            table.writeBytes("userId,event,left out\nu,E,".getBytes(UTF_8));
            table.writeBytes(HexFormat.of().parseHex(foreign));
            table.write('\n');
            InputOptions options = with("{'drop':['left out']}");

            assertThat(assertAgree(table.toByteArray(), options)).isZero();
            assertThat(fast(table.toByteArray(), options)).allMatch(Row.Broken.class::isInstance);
        }
    }

    private static InputOptions with(String mapping) {
        return new InputOptions(InputFormat.CSV, CallType.TRACK, ',', null, null, Mappings.of(mapping));
    }

    @Test
    void objectsStandWhereTheirFirstCellDoesThatIsNotEmpty() throws IOException {
        String header = "a,context.ip,userId,b,context.page.url,properties.x[y],c\n";
        String table = header + "1,2,3,4,5,6,7\n,2,3,4,5,6,7\n,,3,,5,6,\n,,3,,,,7\n";

        assertThat(assertAgree(table.getBytes(UTF_8), track())).isEqualTo(4);
        assertThat(Rows.shown(fast(table.getBytes(UTF_8), track())))
                .containsExactly(
                        "{'type':'track','properties':{'a':'1','b':'4','x':{'y':'6'},'c':'7'},'context':{'ip':'2','page':{'url':'5'}},'userId':'3'}"
                                .replace('\'', '"'),
                        "{'type':'track','context':{'ip':'2','page':{'url':'5'}},'userId':'3','properties':{'b':'4','x':{'y':'6'},'c':'7'}}"
                                .replace('\'', '"'),
                        "{'type':'track','userId':'3','context':{'page':{'url':'5'}},'properties':{'x':{'y':'6'}}}"
                                .replace('\'', '"'),
                        "{'type':'track','userId':'3','properties':{'c':'7'}}".replace('\'', '"'));
    }

    @Test
    void constantsMarkersAndIdsOfTheMappingArePlainToo() throws IOException {
        String mapping = "{'set':{'properties.source':'x','context.ip':'1','properties.deep':{'n':1.10}},"
                + "'null':['NULL'],'messageId':'order'}";

        assertThat(isPlain("u,E,NULL,7\n", with(mapping), "userId,event,note,order\n"))
                .isTrue();
        assertThat(isPlain("u,E,\"NULL\",7\n", with(mapping), "userId,event,note,order\n"))
                .isTrue();
        assertThat(isPlain("u,E,\"a\"\"\",7\n", with(mapping), "userId,event,note,order\n"))
                .isFalse();
    }

    @Test
    void aColumnMayNameTheType() throws IOException {
        String header = "userId,type,name\n";

        assertThat(isPlain("u,identify,n\n", track(), header)).isTrue();
        assertThat(isPlain("u,page,n\n", track(), header)).isTrue();
        assertThat(isPlain("u,,n\n", track(), header)).isTrue();
        assertThat(isPlain("u,Page,n\n", track(), header)).isFalse();
        assertThat(isPlain("u,nosuch,n\n", track(), header)).isFalse();
        assertThat(isPlain("u,,n\n", new InputOptions(InputFormat.CSV, null, ','), header))
                .isFalse();
    }

    @Test
    void agreesWithTheOtherWayOnAnyTable() {
        agreesOnTables(150, 20);
    }

    @Test
    @Tag("slow")
    void agreesWithTheOtherWayOnAMillionDamagedRows() {
        agreesOnTables(10_000, 110);
    }

    private void agreesOnTables(int tables, int size) {
        int[] plain = {0};
        Seeds.each(tables, random -> {
            RandomTable table = new RandomTable(random);
            byte[] text = table.text(size).getBytes(UTF_8);
            byte[] header = table.header().getBytes(UTF_8);
            boolean isWhole = random.nextInt(10) == 0;
            plain[0] += assertAgree(isWhole ? text : damaged(text, header.length, random), table.options());
        });
        assertThat(plain[0]).isBetween(tables * size / 8, tables * size * 7 / 8);
    }

    /** How many rows were read as bytes. */
    private int assertAgree(byte[] table, InputOptions options) throws IOException {
        List<Row> expected = slow(table, options);
        if (expected == null) {
            return 0;
        }
        List<Row> rows = fast(table, options);
        assertThat(expected).allMatch(row -> sound(row).isEmpty());
        int plain = 0;
        for (int i = 0; i < Math.min(rows.size(), expected.size()); i++) {
            Optional<ObjectText> sound = sound(rows.get(i));
            if (sound.isPresent()) {
                assertSame(sound.get(), (Row.Parsed) rows.get(i), expected.get(i));
                plain++;
            }
        }
        assertThat(rows).isEqualTo(expected);
        return plain;
    }

    private void assertSame(ObjectText sound, Row.Parsed row, Row expected) {
        assertThat(expected).as(row.raw()).isInstanceOf(Row.Parsed.class);
        Row.Parsed other = (Row.Parsed) expected;
        assertThat(new String(sound.bytes(), UTF_8)).isEqualTo(JsonWriter.text(other.call()));
        assertSamePlaces(sound);
        assertThat(row.source()).isNull();
        assertThat(row.fingerprint()).isEqualTo(other.fingerprint());
        Event event = plainCalls.event(sound, Optional.of(CallType.TRACK));
        if (event != null) {
            Event identified = event.messageId() == null ? event.withMessageId("id") : event;
            EventFactory.Result ruled =
                    factory.historical(event.type(), other.call(), other.source(), withoutId -> "id");
            assertThat(ruled.problems()).as(row.raw()).isEmpty();
            Event made = ((EventFactory.Result.Made) ruled).event();
            assertThat(identified.batchItem()).isEqualTo(made.batchItem());
            assertThat(identified.userKey()).isEqualTo(made.userKey());
            assertThat(identified.timestamp()).isEqualTo(made.timestamp());
        }
    }

    /** Members are noted where the reader of JSON finds them. */
    private void assertSamePlaces(ObjectText sound) {
        byte[] bytes = sound.bytes();
        assertThat(scanner.scan(bytes, 0, bytes.length))
                .as(new String(bytes, UTF_8))
                .isEqualTo(bytes.length);
        ObjectText scanned = scanner.text(bytes.length);
        assertThat(sound.end()).isEqualTo(scanned.end());
        for (int i = 0; i < sound.end(); i++) {
            assertThat(List.of(
                            sound.keyStart(i), sound.keyEnd(i), sound.valueStart(i), sound.valueEnd(i), sound.next(i)))
                    .isEqualTo(List.of(
                            scanned.keyStart(i),
                            scanned.keyEnd(i),
                            scanned.valueStart(i),
                            scanned.valueEnd(i),
                            scanned.next(i)));
        }
    }

    /** The header stays as it is: without it, there is no table. */
    private static byte[] damaged(byte[] table, int from, Random random) {
        byte[] bytes = table.clone();
        byte[] special = "\",;\t|\\\n\r\0 -.e01uxyz_".getBytes(UTF_8);
        for (int i = 1 + (bytes.length - from) / 150; i > 0; i--) {
            bytes[from + random.nextInt(bytes.length - from)] =
                    random.nextInt(3) > 0 ? special[random.nextInt(special.length)] : (byte) random.nextInt(256);
        }
        return Arrays.copyOf(bytes, bytes.length - random.nextInt(3));
    }

    /** A table and a mapping of it, mostly of what exports hold. */
    private static final class RandomTable {
        private static final List<CallType> TYPES =
                List.of(CallType.TRACK, CallType.TRACK, CallType.IDENTIFY, CallType.PAGE, CallType.SCREEN);
        private static final List<String> NAMES = List.of(
                "userId",
                "event",
                "timestamp",
                "messageId",
                "anonymousId",
                "type",
                "name",
                "total:number",
                "vip:bool",
                "note",
                "caf\u00e9 \"x\"",
                "context.ip",
                "context.active",
                "context.page.url",
                "context.device.a.b.c",
                "integrations.All",
                "properties.a[b]",
                "properties.a[c]",
                "properties.a",
                "traits.tags[]",
                "a.b",
                "",
                "version",
                "sentAt",
                "at:date(dd/MM/yyyy)",
                "meta:json",
                "items:list(|)",
                "left");
        private static final List<String> MAPPINGS = List.of(
                "{}",
                "{}",
                "{'set':{'properties.source':'x\\\\','z':[1]}}",
                "{'set':{'properties.source':1.10,'context.page.path':true,'properties.a[d]':'\u00fc'}}",
                "{'null':['NULL','0']}",
                "{'emit':['identify','track']}",
                "{'timezone':'Europe/Rome'}");
        private static final List<String> CELLS = List.of(
                "",
                "u-42",
                "Order Completed",
                TIME,
                "2024-03-01 10:00:00 UTC",
                "129.95",
                "-0",
                "0",
                "01",
                "1e5",
                "12345678901234567890",
                "true",
                "false",
                "TRUE",
                "yes",
                "NULL",
                "track",
                "identify",
                "Page",
                "\u00e9\u20ac\ud83d\ude00",
                "\u3000",
                "C:\\x",
                "Skillet 12\"",
                "a, b; c\td|e",
                "two\nlines",
                " x",
                "x ",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/123.0.0.0 Safari/537.36");

        private final Random random;
        private final char delimiter;
        private final String lineEnd;
        private final List<String> names;
        private final InputOptions options;

        RandomTable(Random random) {
            this.random = random;
            this.delimiter = ",;\t|".charAt(random.nextInt(4));
            this.lineEnd = List.of("\n", "\n", "\r\n", "\r").get(random.nextInt(4));
            List<String> shuffled = new ArrayList<>(NAMES);
            Collections.shuffle(shuffled, random);
            shuffled.remove("userId");
            this.names = new ArrayList<>(shuffled.subList(0, 2 + random.nextInt(10)));
            names.add(random.nextInt(names.size()), "userId");
            CallType type = random.nextInt(8) == 0 ? null : TYPES.get(random.nextInt(TYPES.size()));
            Mapping mapping = Mappings.of(MAPPINGS.get(random.nextInt(MAPPINGS.size())));
            this.options = new InputOptions(InputFormat.CSV, type, delimiter, null, null, mapping);
        }

        InputOptions options() {
            return options;
        }

        String header() {
            return line(names);
        }

        String text(int rows) {
            StringBuilder text = new StringBuilder(header());
            for (int i = 0; i < rows; i++) {
                text.append(line(names.stream().map(this::cell).toList()));
            }
            return text.toString();
        }

        private String cell(String column) {
            if (random.nextInt(12) == 0) {
                return CELLS.get(random.nextInt(CELLS.size()));
            }
            boolean isRare = column.contains("[]") || column.endsWith(")") || column.endsWith(":json");
            String fitting = column.isEmpty() || isRare
                    ? ""
                    : column.equals("timestamp")
                            ? TIME
                            : column.endsWith("number")
                                    ? "1" + random.nextInt(1000)
                                    : column.equals("type")
                                            ? TYPES.get(random.nextInt(TYPES.size()))
                                                    .wireName()
                                            : column.endsWith("bool") || column.contains("a.A") ? "true" : "t";
            return random.nextInt(column.contains(".") ? 2 : 5) == 0 ? "" : fitting;
        }

        private String line(List<String> cells) {
            return String.join(
                            String.valueOf(delimiter),
                            cells.stream().map(this::written).toList())
                    + lineEnd;
        }

        private String written(String cell) {
            boolean needsQuotes = cell.chars().anyMatch(c -> c == delimiter || c == '"' || c < ' ');
            return needsQuotes || random.nextInt(6) == 0 ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
        }
    }
}
