package io.github.cdpcli.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UTF-8 is never mistaken for something else: its zero bytes are faults, and a byte order mark is one too. */
class JsonReaderEncodingTest {

    @ParameterizedTest
    @ValueSource(strings = {"{\0}\0", "{\0\"\0a\0\"\0:\0001\0}\0", "\0{\0}", "\0\0\0{\0\0\0}", "\uFEFF{\"a\":1}"})
    void otherEncodingsAreRefused(String text) {
        assertThat(JsonReader.read(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(JsonText.Malformed.class);
    }
}
