package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.Seeds;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a text in which a key stood. */
class RedactionTest {

    private static final String KEY = "k3y/0f+th3-s0urc3";
    private static final int LONG = HttpTransport.MAX_ANSWER_BYTES;

    private static String redacted(String text) {
        return new Redaction(KEY).redacted(text);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            as it is,                  k3y/0f+th3-s0urc3
            in capitals,               K3Y/0F+TH3-S0URC3
            in JSON as PHP writes it,  k3y\\/0f+th3-s0urc3
            in escapes,                \\u006b\\u0033\\u0079\\u002f\\u0030\\u0066\\u002B\\u0074\\u0068\\u0033\\u002D\\u0073\\u0030\\u0075\\u0072\\u0063\\u0033
            partly in escapes,         k\\u0033y/0f\\u002bth3\\u002Ds0urc3
            in JSON within JSON,       k3y\\\\\\/0f\\\\u002bth3-s0urc3
            in a URL,                  k3y%2F0f%2Bth3-s0urc3
            in a URL within a URL,     k3y%252f0f%252bth3%252ds0urc3
            on a page,                 k3y&#x2F;0f&#43;th3-s0urc3
            in a program,              k3y\\x2f0f\\x2Bth3-s0urc3
            as it was sent,            azN5LzBmK3RoMy1zMHVyYzM6
            without the colon,         azN5LzBmK3RoMy1zMHVyYzM=
            without the padding,       azN5LzBmK3RoMy1zMHVyYzM
            with the padding escaped,  azN5LzBmK3RoMy1zMHVyYzM\\u003d
            or in a URL,               azN5LzBmK3RoMy1zMHVyYzM%3D
            """)
    void aKeyIsHidden(String how, String spelling) {
        assertThat(redacted(spelling)).as(how).isEqualTo("[key]");
        assertThat(redacted("{\"a\":\"<" + spelling + ">\",\"b\":\"" + spelling + "\"}"))
                .as(how)
                .isEqualTo("{\"a\":\"<[key]>\",\"b\":\"[key]\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "status 400: \\\"no\\\" \\u00e9\\n 100%25 &amp; &#60;",
                "k3y/0f+th3-s0urc",
                "and k3y/0f and more",
                "\\",
                "100%",
                "a \\u00",
                "&#"
            })
    void anythingElseStays(String text) {
        assertThat(redacted(text + "!")).isEqualTo(text + "!");
    }

    /** What a limit of an answer's length leaves of a key is not shown either. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            the key is k3y/0f+th3-s0urc,   the key is [key]
            the key is k3y/0f,             the key is [key]
            the key is k3y/0,              the key is k3y/0
            the key is k3y\\/0f\\u002bt\\u, the key is [key]
            the key is k3y%2f0f%2,         the key is [key]
            Basic azN5LzBmK3Ro,            Basic [key]
            """)
    void norIsItsBeginningWhereTheTextEnds(String text, String shown) {
        assertThat(redacted(text)).isEqualTo(shown);
    }

    @Test
    void aBackslashBeforeIsLeftToItsOwnCharacter() {
        assertThat(redacted("\"\\n" + KEY + "\\n\\\"")).isEqualTo("\"\\n[key]\\n\\\"");
        assertThat(new Redaction("/k3y0fth3s0urc3").redacted("\"at \\/k3y0fth3s0urc3\""))
                .isEqualTo("\"at [key]\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\\\\\\\\\\\\\\\\\\\\\\\\\\\", "a%41b%42c%43d%44e", "\\u0041\\u0042\\u0043", "%%%%%%%%%%%%%%"})
    void aKeyThatLooksLikeEscapesIsHiddenAsWell(String key) {
        assertThat(new Redaction(key).redacted("<" + key + ">")).isEqualTo("<[key]>");
    }

    @Test
    void isNotMissedBehindWhatMakesAnEscapeOfIt() {
        assertThat(new Redaction("2Fabc-def-ghi").redacted("100%2Fabc-def-ghi!"))
                .isEqualTo("100%[key]!");
    }

    /** None of these may take a time that grows faster than the text. */
    @ParameterizedTest
    @ValueSource(strings = {"\\", "\\u", "%", "&#x0", "&#0", "&", "k", "k3y/0f+th3-s0urc", "\\u005c", "%25", "&amp;"})
    void aLongTextOfAlmostNothingElseIsReadThrough(String piece) {
        String text = piece.repeat(LONG / piece.length());
        assertThat(redacted(text + KEY + "!")).endsWith("!").doesNotContain(KEY);
    }

    @Test
    void whicheverWayEachCharacterIsEscaped() {
        Seeds.each(2000, random -> {
            String key = key(random);
            String text = "{\"message\":\"<" + escaped(key, random) + ">\"}";
            assertThat(new Redaction(key).redacted(text)).isEqualTo("{\"message\":\"<[key]>\"}");
        });
    }

    private static String key(Random random) {
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/-_.=~";
        StringBuilder key = new StringBuilder();
        for (int length = 12 + random.nextInt(30); length > 0; length--) {
            key.append(letters.charAt(random.nextInt(letters.length())));
        }
        return key.toString();
    }

    private static String escaped(String text, Random random) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            String one = String.format(
                    Locale.ROOT,
                    switch (random.nextInt(8)) {
                        case 0 -> "\\u%04x";
                        case 1 -> "\\u%04X";
                        case 2 -> "%%%02x";
                        case 3 -> "%%%02X";
                        case 4 -> "&#%d;";
                        case 5 -> "\\\\u%04x";
                        case 6 -> "%%25%02x";
                        default -> "%c";
                    },
                    (int) text.charAt(i));
            out.append(one.equals("/") ? "\\/" : one);
        }
        return out.toString();
    }
}
