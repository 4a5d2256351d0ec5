package io.github.cdpcli.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.TimestampReader.Reading;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which times are read of calls, as what, and which are refused; what files may hold beyond that is in {@code
 * timestamps.tsv}. A verdict is the time as it is sent, or the start of a reason.
 */
class TimestampReaderTest {

    private static final TimestampReader CALLS = TimestampReader.forCalls();
    private static final TimestampReader FILES = TimestampReader.forFiles(null);
    private static final TimestampReader BERLIN = TimestampReader.forFiles(ZoneId.of("Europe/Berlin"));

    private static String verdict(TimestampReader reader, Json value) {
        Reading reading = reader.read(value);
        return reading instanceof Reading.At at
                ? Timestamps.format(at.instant())
                : ((Reading.Unreadable) reading).why();
    }

    private static Json json(String text) {
        return ((JsonText.Document) JsonReader.read(text)).value();
    }

    private static void assertVerdict(TimestampReader reader, Json value, String expected) {
        assertThat(verdict(reader, value)).startsWith(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-03-01T10:00:00Z              | 2024-03-01T10:00:00.000Z",
                "2024-03-01T10:00:00.000Z          | 2024-03-01T10:00:00.000Z",
                "2024-03-01T10:00Z                 | 2024-03-01T10:00:00.000Z",
                "2024-03-01t10:00:00z              | 2024-03-01T10:00:00.000Z",
                "2024-03-01 10:00:00Z              | 2024-03-01T10:00:00.000Z",
                "2024-03-01 10:00:00 Z             | 2024-03-01T10:00:00.000Z",
                "2024-03-01 10:00:00 UTC           | 2024-03-01T10:00:00.000Z",
                "2024-03-01 10:00:00 GMT           | 2024-03-01T10:00:00.000Z",
                "2024-03-01 10:00:00UTC            | 2024-03-01T10:00:00.000Z",
                "' 2024-03-01T10:00:00Z '          | 2024-03-01T10:00:00.000Z",
                "2024-03-01Z                       | 2024-03-01T00:00:00.000Z",
                "2024-03-01T10:00:00.1Z            | 2024-03-01T10:00:00.100Z",
                "2024-03-01T10:00:00.12Z           | 2024-03-01T10:00:00.120Z",
                "2024-03-01T10:00:00,123Z          | 2024-03-01T10:00:00.123Z",
                "2024-03-01T10:00:00.123999Z       | 2024-03-01T10:00:00.123Z",
                "2022-12-31T23:59:59.999999Z       | 2022-12-31T23:59:59.999Z",
                "2022-12-31T23:59:59.999999999Z    | 2022-12-31T23:59:59.999Z",
                "2024-03-01T10:00:00+02:00         | 2024-03-01T08:00:00.000Z",
                "2024-03-01T10:00:00+0200          | 2024-03-01T08:00:00.000Z",
                "2024-03-01T10:00:00+02            | 2024-03-01T08:00:00.000Z",
                "2024-03-01T10:00:00-05:30         | 2024-03-01T15:30:00.000Z",
                "2024-03-01T10:00:00 +05:45        | 2024-03-01T04:15:00.000Z",
                "2024-03-01T10:00:00-00:00         | 2024-03-01T10:00:00.000Z",
                "2024-03-01T10:00:00+18:00         | 2024-02-29T16:00:00.000Z",
                "2024-02-29T00:00:00Z              | 2024-02-29T00:00:00.000Z",
                "2021-03-28T02:30:00+02:00         | 2021-03-28T00:30:00.000Z",
                "1969-12-31T23:59:59.999Z          | 1969-12-31T23:59:59.999Z",
                "0000-01-01T00:00:00Z              | 0000-01-01T00:00:00.000Z",
                "0099-01-01T00:00:00Z              | 0099-01-01T00:00:00.000Z",
                "9999-12-31T23:59:59.999Z          | 9999-12-31T23:59:59.999Z"
            })
    void readsIsoTimes(String text, String sent) {
        assertVerdict(CALLS, Json.of(text), sent);
        assertVerdict(FILES, Json.of(text), sent);
        assertVerdict(BERLIN, Json.of(text), sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "now",
                "yesterday",
                "2024-03-01T",
                "2024-03-01T10Z",
                "2024-3-1T10:00:00Z",
                "24-03-01T10:00:00Z",
                "2024/03/01 10:00:00Z",
                "01.03.2024 10:00",
                "03/01/2024",
                "20240301T100000Z",
                "2024-W09-5",
                "2024-061",
                "2024-03-01T10:00:00.Z",
                "2024-03-01T10:00:00.1234567891Z",
                "2024-03-01T10:00:00+2",
                "2024-03-01T10:00:00+02:0",
                "2024-03-01T10:00:00 CET",
                "2024-03-01T10:00:00[Europe/Berlin]",
                "2024-03-01T10:00:00Z[UTC]",
                "2024-03-01T10:00:00Zulu",
                "2024-03-01  10:00:00Z",
                "2024-03-01T10:00:00Z\u0000",
                "+12024-03-01T10:00:00Z",
                "-0001-01-01T00:00:00Z",
                "Fri, 01 Mar 2024 10:00:00 GMT",
                "２０２４-03-01T10:00:00Z",
                "1.5e9",
                "-1709287200",
                "0x65e1a5a0",
                "NaN"
            })
    void refusesWhatIsNotATime(String text) {
        assertVerdict(CALLS, Json.of(text), "cannot be read as a time: write it like 2024-03-01T10:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-13-01T00:00:00Z",
                "2024-00-01T00:00:00Z",
                "2023-02-29T00:00:00Z",
                "2024-04-31",
                "2024-03-01T24:00:00Z",
                "2024-03-01T10:60:00Z",
                "2016-12-31T23:59:60Z",
                "2024-03-01T10:00:00+19:00",
                "2024-03-01T10:00:00+02:60"
            })
    void refusesTimesThatDoNotExist(String text) {
        assertVerdict(CALLS, Json.of(text), "names a date or time that does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"})
    void refusesYearsThatFourDigitsCannotSpell(String text) {
        assertVerdict(CALLS, Json.of(text), "is outside the years 0000 to 9999");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-03-01T10:00:00        | 2024-03-01T09:00:00.000Z",
                "2024-07-01 10:00           | 2024-07-01T08:00:00.000Z",
                "2024-03-01                 | 2024-02-29T23:00:00.000Z",
                "2024-03-31T01:59:59.999    | 2024-03-31T00:59:59.999Z",
                "2024-03-31T02:00:00        | does not exist in Europe/Berlin: the clocks went forward over it; is it of another zone?",
                "2024-03-31T02:59:59.999    | does not exist in Europe/Berlin: the clocks went forward over it; is it of another zone?",
                "2024-03-31T03:00:00        | 2024-03-31T01:00:00.000Z",
                "2024-10-27T02:30:00        | 2024-10-27T00:30:00.000Z",
                "2024-10-27T03:00:00        | 2024-10-27T02:00:00.000Z"
            })
    void aTimeWithoutAZoneIsReadInTheZoneGivenAndTheEarlierOfTwo(String text, String sent) {
        assertVerdict(BERLIN, Json.of(text), sent);
        assertVerdict(CALLS, Json.of(text), "has no time zone: add Z for UTC, or an offset such as +02:00");
        assertVerdict(FILES, Json.of(text), "has no time zone");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1685923200            | 2023-06-05T00:00:00.000Z | seconds",
                "1685923200.5          | 2023-06-05T00:00:00.500Z | seconds",
                "1685923200.999999     | 2023-06-05T00:00:00.999Z | seconds, cut and not rounded",
                "1685923200.999999999  | 2023-06-05T00:00:00.999Z | seconds, cut and not rounded",
                "100000000             | 1973-03-03T09:46:40.000Z | the smallest number of seconds",
                "99999999999           | 5138-11-16T09:46:39.000Z | the largest",
                "100000000000          | 1973-03-03T09:46:40.000Z | the smallest number of milliseconds",
                "1685923200123         | 2023-06-05T00:00:00.123Z | milliseconds",
                "1685923200123.9       | 2023-06-05T00:00:00.123Z | milliseconds",
                "99999999999999        | 5138-11-16T09:46:39.999Z | the largest",
                "100000000000000       | 1973-03-03T09:46:40.000Z | the smallest number of microseconds",
                "1685923200123999      | 2023-06-05T00:00:00.123Z | microseconds",
                "99999999999999999     | 5138-11-16T09:46:39.999Z | the largest",
                "100000000000000000    | 1973-03-03T09:46:40.000Z | the smallest number of nanoseconds",
                "1685923200123999999   | 2023-06-05T00:00:00.123Z | nanoseconds",
                "99999999999999999999  | 5138-11-16T09:46:39.999Z | the largest",
                "99999999              | is too small a number    | rather a date",
                "20240301              | is too small a number    | rather a date",
                "0                     | is too small a number    | rather nothing",
                "0.5                   | is too small a number    | rather nothing"
            })
    void tellsEpochNumbersApartByTheirMagnitude(String digits, String sent, String what) {
        assertThat(verdict(CALLS, new Json.Num(digits))).as(what).startsWith(sent);
        assertThat(verdict(FILES, new Json.Num(digits))).as(what).startsWith(sent);
        assertThat(verdict(FILES, Json.of(digits))).as(what).startsWith(sent);
        assertThat(verdict(FILES, Json.of(" " + digits + " "))).as(what).startsWith(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1685923200", "1685923200123", "0", "20240301", " 1685923200 ", "1685923200.5"})
    void aStringOfDigitsIsNoTimeInACall(String digits) {
        assertVerdict(CALLS, Json.of(digits), "is digits in a string, which the service ignores");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1685923200",
                "1.6859232e9",
                "1685923200E0",
                "-0",
                "123456789012345678901",
                "1685923200.1234567891"
            })
    void aNumberThatIsNoCountSince1970IsNoTime(String digits) {
        assertVerdict(CALLS, new Json.Num(digits), "cannot be read as a time");
    }

    @ParameterizedTest
    @CsvSource({"null, is null", "true, is a boolean", "{}, is an object", "[], is an array"})
    void anythingElseIsNoTime(String text, String reason) {
        assertVerdict(CALLS, json(text), reason);
        assertVerdict(BERLIN, json(text), reason);
    }

    @Test
    void everyReasonSaysWhatWouldBeRight() {
        for (String text : new String[] {"null", "7", "\"now\"", "\"1685923200\""}) {
            assertThat(verdict(CALLS, json(text))).contains("write it like 2024-03-01T10:00:00Z");
        }
    }
}
