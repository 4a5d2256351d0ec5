package io.github.cdpcli.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be named as the spelling of a file's times; what it then reads is in {@code timestamps.tsv}. */
class TimestampFormatTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iso",
                "s",
                "ms",
                "us",
                "ns",
                "dd/MM/yyyy HH:mm[:ss]",
                "yyyyMMdd",
                "d.M.yy",
                "yyyy-MM-dd hh:mm a",
                "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                "uuuu-DDD",
                "yyyy-MM-dd kk:mm",
                "dd MMM yyyy HH:mm:ss Z",
                "MM/dd/yyyy HH:mm VV"
            })
    void isAFormatThatKeepsItsName(String text) {
        TimestampFormat.Parsed parsed = TimestampFormat.parse(text);
        assertThat(parsed).isInstanceOf(TimestampFormat.Parsed.Known.class);
        assertThat(((TimestampFormat.Parsed.Known) parsed).format().name()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                     | names no full date",
                "HH:mm                  | names no full date",
                "dd/MM                  | names no full date",
                "yyyy-MM                | names no full date",
                "dd/mm/yyyy             | names no full date: yyyy is the year, MM the month (mm is the minute), dd the day",
                "dd/MM/YYYY             | counts weeks, which every country does its own way: yyyy is the year (YYYY that of a week)",
                "YYYY-ww-e              | counts weeks",
                "yyyy-MM-dd hh:mm       | names no full time: HH is the hour (hh needs an a, for am or pm), mm the minute",
                "yyyy-MM-dd mm:ss       | names no full time",
                "yyyy-MM-dd HH:ss       | names no full time",
                "%Y-%m-%dT%H:%M:%SZ     | has a %",
                "%Y-%m-%d               | has a %; patterns are written like dd/MM/yyyy HH:mm",
                "yyyy-MM-dd HH:mm z     | has a zone by letters such as CST, which is several zones",
                "yyyy-MM-dd HH:mm v     | has a zone by letters",
                "unix                   | is not understood: Unknown pattern letter: i",
                "ISO                    | is not understood: Unknown pattern letter: I",
                "seconds                | is not understood",
                "yyyy-MM-dd'T           | is not understood",
                "yyyy-MM-dd{}           | is not understood",
                "MMMMMM                 | is not understood"
            })
    void isNone(String text, String why) {
        TimestampFormat.Parsed parsed = TimestampFormat.parse(text);
        assertThat(parsed).isInstanceOf(TimestampFormat.Parsed.Bad.class);
        assertThat(((TimestampFormat.Parsed.Bad) parsed).why()).startsWith(why);
    }
}
