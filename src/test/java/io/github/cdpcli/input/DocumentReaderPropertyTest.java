package io.github.cdpcli.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.RandomJson;
import io.github.cdpcli.testing.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DocumentReaderPropertyTest {

    @Test
    void documentsOnLinesAreReadAsWritten() {
        Seeds.each(300, random -> {
            RandomJson json = new RandomJson(random, "", "", " ", "\t");
            List<String> documents = documents(random, json);

            assertRead(documents, random, "\n", "\r\n", "\n\n", " \n\t\n ", "", " ");
        });
    }

    @Test
    void documentsOfManyLinesAreReadAsWritten() {
        Seeds.each(300, random -> {
            RandomJson json = new RandomJson(random, "\n", "\r\n", "", "  ");
            List<String> documents = documents(random, json);
            documents.set(0, "{\n" + documents.get(0).substring(1));

            assertRead(documents, random, "\n", "\r\n", "\n\n", "", " ");
        });
    }

    private static List<String> documents(Random random, RandomJson json) {
        List<String> documents = new ArrayList<>();
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            documents.add(json.object());
        }
        return documents;
    }

    private static void assertRead(List<String> documents, Random random, String... between) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String document : documents) {
            text.append(document).append(between[random.nextInt(between.length)]);
        }
        byte[] bytes = text.toString().getBytes(UTF_8);

        List<Row> rows = Rows.ofDocuments(Trickle.of(bytes, random, 1 + random.nextInt(40)));

        assertThat(rows).extracting(Row::raw).isEqualTo(documents);
        assertThat(rows).allMatch(Row.Parsed.class::isInstance);
        assertAccountsForAll(bytes, rows);
    }

    @Test
    void membersReachTheEventByteForByte() {
        Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
        EventFactory events = new EventFactory(new CallRules(clock, TimestampReader.forFiles(null)));
        Seeds.each(300, random -> {
            RandomJson json = new RandomJson(random, "", " ", "\t");
            String document = json.object(
                    "\"type\" : \"track\"",
                    "\"userId\":\"\\u0075 1\"",
                    "\"event\":  \"e\"",
                    "\"timestamp\":\"2024-03-01T10:00:00.000Z\"",
                    "\"properties\":" + json.object());

            Row.Parsed row = (Row.Parsed) Rows.ofDocuments(document + "\n").get(0);
            var made = (EventFactory.Result.Made)
                    events.historical(CallType.TRACK, row.call(), row.source(), withoutId -> "id");

            assertThat(members(made.event().body()))
                    .startsWith(members(document.getBytes(UTF_8)).toArray(String[]::new));
        });
    }

    private static List<String> members(byte[] object) {
        return ((JsonText.Document) JsonReader.read(object))
                .spans().values().stream()
                        .map(span -> new String(Arrays.copyOfRange(object, span.start(), span.end()), UTF_8))
                        .toList();
    }

    @Test
    void damagedFilesAreReadToTheirEnd() {
        Seeds.each(1000, random -> {
            RandomJson json = new RandomJson(random, "", " ", random.nextBoolean() ? "\n" : "");
            byte[] bytes = damaged(String.join("\n", documents(random, json)).getBytes(UTF_8), random);

            List<Row> rows = Rows.ofDocuments(Trickle.of(bytes, random, 1 + random.nextInt(40)));

            assertAccountsForAll(bytes, rows);
            assertThat(rows).isEqualTo(sameRows(rows, Rows.ofDocuments(new ByteArrayInputStream(bytes))));
        });
    }

    /** The first rows again, if the others are the same but for their source. */
    private static List<Row> sameRows(List<Row> rows, List<Row> others) {
        assertThat(others)
                .extracting(Row::position)
                .isEqualTo(rows.stream().map(Row::position).toList());
        assertThat(Rows.shown(others)).isEqualTo(Rows.shown(rows));
        return rows;
    }

    static byte[] damaged(byte[] bytes, Random random) {
        byte[] damaged = Arrays.copyOf(bytes, bytes.length - random.nextInt(1 + bytes.length / 4));
        byte[] special = "{}[]\",:\\\n\r\0; |\t".getBytes(UTF_8);
        for (int i = random.nextInt(6); i > 0 && damaged.length > 0; i--) {
            boolean isSpecial = random.nextBoolean();
            damaged[random.nextInt(damaged.length)] =
                    isSpecial ? special[random.nextInt(special.length)] : (byte) random.nextInt(256);
        }
        return damaged;
    }

    /** Records are numbered from 1, stand where they say, and there is nothing but blanks between them. */
    private static void assertAccountsForAll(byte[] bytes, List<Row> rows) {
        assertThat(text(bytes, 0, begin(rows, 0, bytes))).isBlank();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            assertThat(row.position().record()).isEqualTo(i + 1);
            assertThat(row.position().line())
                    .isEqualTo(1
                            + text(bytes, 0, begin(rows, i, bytes))
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count());
            assertThat(text(bytes, begin(rows, i, bytes), begin(rows, i + 1, bytes))
                            .replaceFirst("[ \\t\\r\\n]+\\z", ""))
                    .isEqualTo(row.raw());
        }
    }

    /** Where a row begins; behind the last, the end of the file. */
    static int begin(List<Row> rows, int index, byte[] bytes) {
        return index == rows.size()
                ? bytes.length
                : (int) rows.get(index).position().offset();
    }

    static String text(byte[] bytes, int begin, int end) {
        return new String(bytes, begin, end - begin, UTF_8);
    }
}
