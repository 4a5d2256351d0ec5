package io.github.cdpcli.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContextFieldTest {

    private static Json json(String text) {
        return ((JsonText.Document) JsonReader.read(text)).value();
    }

    private static ContextField at(String path) {
        return ContextField.at(path).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "active             | true       | \"yes\"     | true or false",
                "channel            | \"server\" | \"pigeon\"  | browser, server or mobile",
                "ip                 | \"::1\"    | 7           | a string",
                "locale             | \"de-DE\"  | {}          | a string",
                "userAgent          | \"\"       | []          | a string",
                "campaign           | {}         | \"spring\"  | an object",
                "campaign.content   | \"a\"      | 1           | a string",
                "page               | {}         | []          | an object",
                "page.keywords      | [\"a\"]    | [\"a\",1]   | an array of strings",
                "page.url           | \"a\"      | false       | a string",
                "app.build          | \"7\"      | 7           | a string",
                "device.type        | \"ios\"    | \"tvos\"    | android or ios",
                "device.token       | \"a\"      | 1           | a string",
                "network.bluetooth  | false      | 0           | true or false",
                "network.carrier    | \"a\"      | true        | a string",
                "network.wifi       | true       | \"true\"    | true or false",
                "os.version         | \"17.1\"   | 17.1        | a string"
            })
    void knowsWhatEachFieldMayHold(String path, String right, String wrong, String expected) {
        assertThat(at(path).fits(json(right))).isTrue();
        assertThat(at(path).fits(json(wrong))).isFalse();
        assertThat(at(path).fits(Json.Word.NULL)).isTrue();
        assertThat(at(path).expected()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page.keywords"})
    void anEmptyArrayIsAnArrayOfStrings(String path) {
        assertThat(at(path).fits(json("[]"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "library",
                "timezone",
                "location",
                "screen",
                "traits",
                "groupId",
                "campaign.utm_id",
                "Device.type"
            })
    void letsOtherFieldsPass(String path) {
        assertThat(ContextField.at(path)).isEmpty();
    }
}
