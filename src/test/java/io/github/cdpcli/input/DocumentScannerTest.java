package io.github.cdpcli.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.input.DocumentScanner.State;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.RandomJson;
import io.github.cdpcli.testing.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentScannerTest {

    private record Found(State state, int length) {}

    private static Found scan(byte[] bytes) {
        DocumentScanner scanner = new DocumentScanner();
        for (int i = 0; i < bytes.length; i++) {
            State state = scanner.step(bytes[i] & 0xFF);
            if (state != State.INSIDE) {
                return new Found(state, i + 1);
            }
        }
        return new Found(State.INSIDE, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", " {\"a\":[{},[],\"}\",-1.5e+3]}", "{\"\\\\\":\"\\\"\"}", "[nonsense]"})
    void findsTheLastBrace(String document) {
        assertThat(scan((document + "}]{").getBytes(UTF_8))).isEqualTo(new Found(State.CLOSED, document.length()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "x x",
                "1 1",
                "} }",
                "{1 1",
                "{, ,",
                "{\"a\", ,",
                "{\"a\"\"b\" \"b\"",
                "{\"a\":, ,",
                "{\"a\":1\"b\" \"b\"",
                "{\"a\":1,} }",
                "[1,] ]",
                "{] ]",
                "[} }",
                "{\"a\":1] ]",
                "[1:1 :1",
                "{\"a\":1:1 :1"
            })
    void noticesWhatCannotBeAtOnce(String text, String fault) {
        assertThat(scan(text.getBytes(UTF_8))).isEqualTo(new Found(State.FAULT, text.length() - fault.length() + 1));
    }

    @Test
    void noticesLineEndsInStrings() {
        assertThat(scan("{\"a\n".getBytes(UTF_8)).state()).isEqualTo(State.FAULT);
        assertThat(scan("{\"a\\\n".getBytes(UTF_8)).state()).isEqualTo(State.FAULT);
    }

    @Test
    void doesNotFollowWithoutEnd() {
        assertThat(scan("[".repeat(5000).getBytes(UTF_8))).isEqualTo(new Found(State.FAULT, 1001));
    }

    @Test
    void isNeverAtFaultWhereTheParserIsNot() {
        Seeds.each(5000, random -> {
            byte[] document = new RandomJson(random, "", " ", "\n").object().getBytes(UTF_8);
            byte[] damaged = DocumentReaderPropertyTest.damaged(document, random);
            damaged[0] = '{';

            Found found = scan(damaged);

            assertThat(scan(document)).isEqualTo(new Found(State.CLOSED, document.length));
            if (JsonReader.read(damaged) instanceof JsonText.Document) {
                assertThat(found.state()).isEqualTo(State.CLOSED);
                assertThat(new String(damaged, found.length(), damaged.length - found.length(), UTF_8))
                        .isBlank();
            } else if (found.state() == State.FAULT) {
                assertThat(JsonReader.read(Arrays.copyOf(damaged, found.length())))
                        .isInstanceOf(JsonText.Malformed.class);
            }
        });
    }
}
