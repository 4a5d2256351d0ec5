package io.github.cdpcli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.Seeds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where each item of an array begins and ends. */
class BatchItemsTest {

    private static final List<String> VALUES = List.of(
            "1.10", "\"\"", "\"a,]}\\\"\"", "\"\\\\\"", "\"ü€😀\"", "null", "[]", "{}", "{\"[\":[1,{\"}\":2}]}");
    private static final List<String> SPACES = List.of("", "", " ", "\n", "\t \r\n");

    private static List<String> items(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return BatchItems.of(bytes, 0, bytes.length).stream()
                .map(item -> StandardCharsets.UTF_8.decode(item.duplicate()).toString())
                .toList();
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    @Test
    void areFoundBehindTheKeyOfTheArray() {
        assertThat(items("\"ba\\\"[tch\" : [ {\"a\":[1,2]} , 7]")).containsExactly("{\"a\":[1,2]}", "7");
        assertThat(items("[]")).isEmpty();
        assertThat(items("[ \n ]")).isEmpty();
    }

    @Test
    void areWhatWasPutIn() {
        Seeds.each(300, random -> {
            List<String> expected = new ArrayList<>();
            StringBuilder json = new StringBuilder("[");
            for (int i = random.nextInt(6); i >= 0; i--) {
                String value = pick(VALUES, random);
                expected.add(value);
                json.append(pick(SPACES, random)).append(value).append(pick(SPACES, random));
                json.append(i == 0 ? ']' : ',');
            }
            assertThat(items(json.toString())).isEqualTo(expected);
        });
    }

    @Test
    void areViewsThatBeginAtZero() {
        ByteBuffer second = BatchItems.of("[1,23]".getBytes(StandardCharsets.US_ASCII), 0, 6)
                .get(1);

        assertThat(second.limit()).isEqualTo(2);
        assertThat(second.get(0)).isEqualTo((byte) '2');
    }
}
