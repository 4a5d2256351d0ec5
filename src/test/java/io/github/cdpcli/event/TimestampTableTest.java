package io.github.cdpcli.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.TimestampReader.Reading;
import io.github.cdpcli.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of {@code timestamps.tsv}: a time as a file holds it, and what becomes of it. */
class TimestampTableTest {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(\\p{XDigit}{4})|([tr]))");
    private static final String REFUSED = "refused: ";

    /** One line of the table; an absent zone or format is a dash. */
    record Case(String input, String zone, String kind, String format, String expected) {

        static Case of(String line) {
            String[] cells = line.split("\t", -1);
            assertThat(cells).as(line).hasSize(5);
            return new Case(unescaped(cells[0]), cells[1], cells[2], cells[3], cells[4]);
        }

        private static String unescaped(String text) {
            return ESCAPE.matcher(text)
                    .replaceAll(match -> match.group(1) != null
                            ? Character.toString(Integer.parseInt(match.group(1), 16))
                            : match.group(2).equals("t") ? "\t" : "\r");
        }

        Json value() {
            return kind.equals("number") ? new Json.Num(input) : Json.of(input);
        }

        TimestampReader reader() {
            TimestampFormat format = this.format.equals("-")
                    ? TimestampFormat.ANY
                    : ((TimestampFormat.Parsed.Known) TimestampFormat.parse(this.format)).format();
            return TimestampReader.forFiles(zone.equals("-") ? null : ZoneId.of(zone), format);
        }
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = TimestampTableTest.class.getResourceAsStream("timestamps.tsv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    static Stream<Case> cases() throws IOException {
        return lines().stream().map(Case::of);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isReadAsTheTableSays(Case line) {
        Reading reading = line.reader().read(line.value());
        if (reading instanceof Reading.At at) {
            String twice = at.zone() == null ? "" : " twice";
            assertThat(Timestamps.format(at.instant()) + twice).isEqualTo(line.expected());
        } else {
            String why = REFUSED + ((Reading.Unreadable) reading).why();
            assertThat(why).startsWith(line.expected());
            assertThat(line.expected()).startsWith(REFUSED);
            assertThat(why).hasSizeLessThan(200).doesNotContain("java.");
        }
    }

    @Test
    void noLineStandsTwice() throws IOException {
        assertThat(lines()).hasSizeGreaterThan(200).doesNotHaveDuplicates();
    }
}
