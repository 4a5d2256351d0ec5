package io.github.cdpcli.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectScannerTest {

    private static final String EVENT = "{\"type\":\"track\",\"userId\":\"u-42\",\"event\":\"Order Completed\","
            + "\"properties\":{\"total\":129.95,\"currency\":\"EUR\",\"items\":[{\"sku\":\"a\",\"n\":1},{\"sku\":\"b\",\"n\":-2e+3}],"
            + "\"note\":\"caf\u00e9 \\u00e9 \\\"x\\\" \u20ac \ud83d\ude00\",\"gift\":true,\"coupon\":null,\"x\":false},"
            + "\"context\":{\"ip\":\"10.0.0.1\"},\"timestamp\":\"2024-03-01T10:00:00.000Z\"}";

    private final ObjectScanner scanner = new ObjectScanner();

    private int scan(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return scanner.scan(bytes, 0, bytes.length);
    }

    @Test
    void findsTheMembersOfAnObjectWhereTheOtherReaderFindsThem() {
        assertThat(scan(EVENT)).isEqualTo(EVENT.getBytes(UTF_8).length);
        assertAgrees(EVENT.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\"a\":1}",
                "{ \"a\" :\t1 , \"b\":[ ] }",
                "{\"\":\"\"}",
                "{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":2}}",
                "{\"a\":0,\"b\":-0,\"c\":0.0,\"d\":1E5,\"e\":1.5e-7,\"f\":12345678901234567890}",
                "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\uFFFF\\ue000\"}",
                "{\"cio_subscription_preferences.topics.topic_1\":1,\"cio_subscription_preferences.topics.topic_2\":1}",
                "{\"caf\u00e9\":1,\"\u20ac\":[[[]]]}"
            })
    void isSureOfWhatIsInOrder(String text) {
        assertThat(scan(text)).isEqualTo(text.getBytes(UTF_8).length);
        assertAgrees(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " {}",
                "[]",
                "1",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{,}",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":1e+}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":truex}",
                "{\"a\":nul",
                "{\"a\":fals",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":[1}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\ud83d\\ude00\"}",
                "{\"a\":1,\"a\":2}",
                "{\"b\":{\"a\":1,\"c\":2,\"a\":3}}",
                "{\"\\u0061\":1}",
                "{\"a\":\n1}",
                "{\"a\":1/**/}"
            })
    void isNotSureOfAnythingElse(String text) {
        assertThat(scan(text)).isEqualTo(ObjectScanner.UNSURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "C080",
                "C1BF",
                "E08080",
                "EDA080",
                "F0808080",
                "F4908080",
                "F5808080",
                "C3",
                "E282",
                "FF",
                "C328"
            })
    void isNotSureOfBytesThatAreNotUtf8(String hexadecimal) {
        byte[] bytes = "{\"a\":\"xxxxx\"}".getBytes(UTF_8);
        byte[] foreign = HexFormat.of().parseHex(hexadecimal);
        System.arraycopy(foreign, 0, bytes, 6, foreign.length);

        assertThat(scanner.scan(bytes, 0, bytes.length)).isEqualTo(ObjectScanner.UNSURE);
    }

    @Test
    void leavesWhatIsDeepLongOrWideToTheOtherReader() {
        String deep = "{\"a\":".repeat(61) + "1" + "}".repeat(61);
        StringBuilder wide = new StringBuilder("{\"k\":1");
        for (int i = 0; i < 1000; i++) {
            wide.append(",\"k").append(i).append("\":1");
        }

        assertThat(scan(deep)).isEqualTo(ObjectScanner.UNSURE);
        assertThat(scan(deep.substring(5, deep.length() - 1))).isPositive();
        assertThat(scan("{\"a\":" + "1".repeat(1001) + "}")).isEqualTo(ObjectScanner.UNSURE);
        assertThat(scan("{\"a\":" + "1".repeat(1000) + "}")).isPositive();
        assertThat(scan("{\"" + "a".repeat(10_001) + "\":1}")).isEqualTo(ObjectScanner.UNSURE);
        assertThat(scan(wide.append('}').toString())).isEqualTo(ObjectScanner.UNSURE);
    }

    @Test
    void readsAnObjectThatStandsAmongOtherBytes() {
        byte[] bytes = "xx{\"a\":[1,2],\"b\":\"c\"}{\"z\":1}".getBytes(UTF_8);

        int behind = scanner.scan(bytes, 2, bytes.length);
        ObjectText text = scanner.text(behind);

        assertThat(new String(text.bytes(), UTF_8)).isEqualTo("{\"a\":[1,2],\"b\":\"c\"}");
        assertThat(text.next(0)).isEqualTo(1);
        assertThat(text.next(1)).isEqualTo(text.end()).isEqualTo(2);
        assertThat(new String(text.bytes(), text.valueStart(1), text.valueEnd(1) - text.valueStart(1), UTF_8))
                .isEqualTo("\"c\"");
        assertThat(text.isCompact()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ \"a\":1}", "{\"a\":1 }", "{\"a\":1, \"b\":2}", "{\"a\":1 ,\"b\":2}", "{ }"})
    void tellsWhetherAnythingStandsBetweenMembers(String text) {
        assertThat(scanner.text(scan(text)).isCompact()).isFalse();
        assertThat(scanner.text(scan("{\"a\" : [ 1 ],\"b\":2}")).isCompact()).isTrue();
        assertThat(scanner.text(scan("{}")).isCompact()).isTrue();
    }

    @Test
    void neverLetsThroughWhatTheOtherReaderDoesNot() {
        Seeds.each(100, random -> damaged(random, 1000));
    }

    @Test
    @Tag("slow")
    void neverLetsThroughWhatTheOtherReaderDoesNotInTwoMillionLines() {
        Seeds.each(200, random -> damaged(random, 10_000));
    }

    private void damaged(Random random, int lines) {
        int sure = 0;
        for (int i = 0; i < lines; i++) {
            byte[] whole = line(random);
            assertThat(scanner.scan(whole, 0, whole.length)).isEqualTo(whole.length);
            if (assertAgrees(damage(random, whole))) {
                sure++;
            }
        }
        assertThat(sure).isBetween(1, lines - 1);
    }

    private static byte[] line(Random random) {
        StringBuilder line = new StringBuilder("{");
        int members = 1 + random.nextInt(4);
        for (int i = 0; i < members; i++) {
            line.append(i == 0 ? "" : random.nextInt(4) == 0 ? " ,\t" : ",");
            line.append("\"k").append((char) ('a' + i)).append("\":").append(value(random, 2));
        }
        return line.append('}').toString().getBytes(UTF_8);
    }

    private static String value(Random random, int depth) {
        List<String> plain = List.of(
                "1",
                "-0.5e+10",
                "0",
                "true",
                "false",
                "null",
                "\"\"",
                "\"abcdefghijk\"",
                "\"\u00e9\u20ac\"",
                "\"\ud83d\ude00 \\\"\"",
                "\"\\u00e9\\n\"",
                "[]",
                "{}",
                "12345678901234567890",
                "\"2024-03-01T10:00:00.000Z\"");
        int choice = random.nextInt(plain.size() + (depth > 0 ? 4 : 0));
        if (choice < plain.size()) {
            return plain.get(choice);
        }
        String inner = value(random, depth - 1);
        return switch (choice - plain.size()) {
            case 0 -> "[" + inner + "," + value(random, depth - 1) + "]";
            case 1 -> "[ " + inner + " ]";
            case 2 -> "{\"x\":" + inner + ",\"yy\" : " + value(random, depth - 1) + "}";
            default -> "{\"longer_than_eight\":" + inner + "}";
        };
    }

    private static byte[] damage(Random random, byte[] whole) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, at + 1 + random.nextInt(6));
            bytes = switch (random.nextInt(6)) {
                case 0 -> with(bytes, at, (byte) random.nextInt(256));
                case 1 -> with(bytes, at, (byte) "{}[]\",:\\ue0-.+t\t\r\n\u0000".charAt(random.nextInt(19)));
                case 2 -> joined(bytes, 0, at, bytes, to);
                case 3 -> joined(bytes, 0, to, bytes, at);
                case 4 -> with(bytes, at, bytes[random.nextInt(bytes.length)]);
                default -> Arrays.copyOf(bytes, Math.max(1, at));
            };
        }
        return bytes;
    }

    private static byte[] with(byte[] bytes, int at, byte b) {
        byte[] changed = bytes.clone();
        changed[at] = b;
        return changed;
    }

    private static byte[] joined(byte[] first, int from, int to, byte[] second, int secondFrom) {
        byte[] joined = Arrays.copyOf(Arrays.copyOfRange(first, from, to), to - from + second.length - secondFrom);
        System.arraycopy(second, secondFrom, joined, to - from, second.length - secondFrom);
        return joined.length == 0 ? new byte[1] : joined;
    }

    /** The keys of a member that is an object. */
    private static List<String> keys(ObjectText text, int member) {
        List<String> keys = new ArrayList<>();
        for (int i = member + 1; i < text.next(member); i = text.next(i)) {
            keys.add(new String(text.bytes(), text.keyStart(i), text.keyEnd(i) - text.keyStart(i), UTF_8));
        }
        return keys;
    }

    /** Whether the scanner is sure; then the other reader must have read the same. */
    private boolean assertAgrees(byte[] bytes) {
        int behind = scanner.scan(bytes, 0, bytes.length);
        if (behind != bytes.length) {
            return false;
        }
        ObjectText text = scanner.text(behind);
        JsonText read = JsonReader.read(bytes);
        assertThat(read).as("%s", new String(bytes, UTF_8)).isInstanceOf(JsonText.Document.class);
        List<Map.Entry<String, JsonText.Span>> members = new ArrayList<>();
        for (int i = 0; i < text.end(); i = text.next(i)) {
            String key = new String(bytes, text.keyStart(i), text.keyEnd(i) - text.keyStart(i), UTF_8);
            members.add(Map.entry(key, new JsonText.Span(text.keyStart(i) - 1, text.valueEnd(i))));
            JsonText value = JsonReader.read(Arrays.copyOfRange(bytes, text.valueStart(i), text.valueEnd(i)));
            assertThat(((JsonText.Document) value).value())
                    .isEqualTo(((Json.Obj) ((JsonText.Document) read).value()).get(key));
            if (((JsonText.Document) value).value() instanceof Json.Obj object) {
                assertThat(keys(text, i)).isEqualTo(List.copyOf(object.members().keySet()));
            }
        }
        assertThat(members)
                .isEqualTo(List.copyOf(((JsonText.Document) read).spans().entrySet()));
        return true;
    }
}
