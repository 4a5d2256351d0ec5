package io.github.cdpcli.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.TimestampReader.Reading;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.testing.Seeds;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every time: whatever it is spelled like, it comes back as itself, cut to milliseconds. */
class TimestampPropertyTest {

    private static final TimestampReader FILES = TimestampReader.forFiles(null);
    private static final long YEAR_1973 = 100_000_000L;
    private static final long YEAR_5138 = 99_999_999_999L;
    private static final long FIRST = Instant.parse("0000-01-02T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("9999-12-30T00:00:00Z").getEpochSecond();
    private static final List<String> PATTERNS = List.of(
            "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX",
            "uuuu-MM-dd HH:mm:ss.SSSSSSXX",
            "uuuu-MM-dd't'HH:mm:ss,SSSxxx",
            "uuuu-MM-dd HH:mm:ss.SSS x",
            "uuuu-MM-dd HH:mm:ss XXX",
            "uuuu-MM-dd'T'HH:mmXXX'['VV']'",
            "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'['VV']'",
            "uuuuMMdd'T'HHmmss.SSSXX",
            "EEE, dd MMM uuuu HH:mm:ss xx");

    private static Instant read(TimestampReader reader, Json value) {
        Reading reading = reader.read(value);
        assertThat(reading).as("%s", value).isInstanceOf(Reading.At.class);
        return ((Reading.At) reading).instant();
    }

    private static Instant instant(Random random, long from, long to) {
        return Instant.ofEpochSecond(random.nextLong(from, to + 1), random.nextInt(1_000_000_000));
    }

    private static ZoneId zone(Random random) {
        List<String> ids = ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.contains("/"))
                .sorted()
                .toList();
        return ZoneId.of(ids.get(random.nextInt(ids.size())));
    }

    @Test
    void whatIsSentIsReadAsTheSame() {
        Seeds.each(2000, random -> {
            Instant instant = instant(random, FIRST, LAST);
            String sent = Timestamps.format(instant);
            assertThat(sent).hasSize(24);
            Instant back = read(FILES, Json.of(sent));
            assertThat(back).isEqualTo(instant.truncatedTo(ChronoUnit.MILLIS));
            assertThat(Timestamps.format(back)).isEqualTo(sent);
            assertThat(read(TimestampReader.forCalls(), Json.of(sent))).isEqualTo(back);
        });
    }

    @Test
    void aLaterTimeIsNeverSentAsAnEarlierOne() {
        Seeds.each(2000, random -> {
            Instant one = instant(random, FIRST, LAST);
            Instant later = one.plusNanos(random.nextLong(random.nextBoolean() ? 3_000_000 : 3_000_000_000_000L));
            assertThat(Timestamps.format(later)).isGreaterThanOrEqualTo(Timestamps.format(one));
            assertThat(Timestamps.format(one))
                    .isLessThanOrEqualTo(one.toString().replaceAll("[.Z]", "") + "~");
        });
    }

    @Test
    void anInstantComesBackFromAnySpelling() {
        Seeds.each(3000, random -> {
            ZonedDateTime time = instant(random, YEAR_1973, LAST).atZone(zone(random));
            String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
            String text = time.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
            boolean isWhole = time.getOffset().getTotalSeconds() % (pattern.contains(" x") ? 3600 : 60) == 0;
            if (!isWhole || (!pattern.toLowerCase(Locale.ROOT).contains("x") && isTwice(time))) {
                return;
            }
            Instant expected = time.truncatedTo(
                            pattern.contains("S")
                                    ? ChronoUnit.MILLIS
                                    : pattern.contains("ss") ? ChronoUnit.SECONDS : ChronoUnit.MINUTES)
                    .toInstant();
            assertThat(read(FILES, Json.of(text)).truncatedTo(ChronoUnit.MILLIS))
                    .as(text)
                    .isEqualTo(expected);
        });
    }

    private static boolean isTwice(ZonedDateTime time) {
        return time.getZone().getRules().getValidOffsets(time.toLocalDateTime()).size() > 1;
    }

    @Test
    void aTimeWithoutAZoneIsWhatTheClocksOfTheZoneShowed() {
        Seeds.each(3000, random -> {
            ZoneId zone = zone(random);
            LocalDateTime local = LocalDateTime.ofInstant(instant(random, YEAR_1973, 4_000_000_000L), ZoneOffset.UTC);
            Reading reading = TimestampReader.forFiles(zone).read(Json.of(local.toString()));
            int offsets = zone.getRules().getValidOffsets(local).size();
            if (offsets == 0) {
                assertThat(reading).isInstanceOf(Reading.Unreadable.class);
            } else {
                Instant expected =
                        local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
                assertThat(reading).isEqualTo(new Reading.At(expected, offsets == 2 ? zone : null));
            }
        });
    }

    @Test
    void countsAreReadDigitForDigit() {
        Seeds.each(3000, random -> {
            Instant instant = instant(random, YEAR_1973, YEAR_5138);
            BigDecimal seconds = BigDecimal.valueOf(instant.getEpochSecond())
                    .add(BigDecimal.valueOf(instant.getNano()).movePointLeft(9));
            int decimals = 3 * random.nextInt(4);
            BigDecimal count = seconds.movePointRight(decimals);
            TimestampFormat format = ((TimestampFormat.Parsed.Known)
                            TimestampFormat.parse(List.of("s", "ms", "us", "ns").get(decimals / 3)))
                    .format();
            Json value = random.nextBoolean() ? new Json.Num(count.toPlainString()) : Json.of(count.toPlainString());
            assertThat(read(TimestampReader.forFiles(null, format), value)).isEqualTo(instant);
            Reading guessed = FILES.read(value);
            if (guessed instanceof Reading.Unreadable no) {
                assertThat(no.why()).startsWith("may be digits of a date");
            } else {
                assertThat(guessed).isEqualTo(new Reading.At(instant));
            }
            assertThat(FILES.read(new Json.Num(count.round(new MathContext(25)).toString())))
                    .isEqualTo(guessed);
        });
    }

    /** java.time as the judge of texts that are ISO-8601 but for some characters. */
    @Test
    void agreesWithJavaOnIsoTimesAndTheirMisspellings() {
        Seeds.each(20_000, random -> {
            StringBuilder text = new StringBuilder(instant(random, FIRST, LAST)
                    .atOffset(ZoneOffset.ofTotalSeconds(60 * random.nextInt(-1080, 1081)))
                    .toString());
            for (int edits = random.nextInt(3); edits > 0; edits--) {
                text.setCharAt(random.nextInt(text.length()), "0123456789-:.TZ+ 5".charAt(random.nextInt(18)));
            }
            Reading reading = FILES.read(Json.of(text.toString()));
            Optional<Instant> java = java(text.toString());
            if (reading instanceof Reading.At at && java.isPresent()) {
                assertThat(at.instant()).as("%s", text).isEqualTo(java.get());
            } else if (java.isPresent()) {
                assertThat(java.get().atOffset(ZoneOffset.UTC).getYear())
                        .as("%s", text)
                        .matches(year -> year < 0 || year > 9999);
            } else if (reading instanceof Reading.At) {
                assertThat(text.toString())
                        .as("what we read and Java does not: a space, no T, a short offset, a leap second, a count")
                        .containsPattern(".{10} |[+-]\\d\\d(:\\d\\d:\\d\\d)?$|:60|T24:|^\\d{8}|^[0-9.]+$|^.{10}[Z+-]");
            }
        });
    }

    private static Optional<Instant> java(String text) {
        try {
            OffsetDateTime time = DateTimeFormatter.ISO_OFFSET_DATE_TIME
                    .withResolverStyle(ResolverStyle.STRICT)
                    .parse(text, OffsetDateTime::from);
            return Optional.of(time.toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Test
    void anyTextAtAllIsReadOrRefused() {
        String alphabet = "0123456789-+:.,TtZzWUCGM []/eE'\u0000\u00a0\u2212\ud83d\ude00Europe/Rome";
        Seeds.each(20_000, random -> {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (TimestampReader reader :
                    List.of(FILES, TimestampReader.forCalls(), TimestampReader.forFiles(ZoneId.of("Europe/Rome")))) {
                Reading reading = reader.read(Json.of(text.toString()));
                if (reading instanceof Reading.At at) {
                    assertThat(Timestamps.format(at.instant())).hasSize(24);
                } else {
                    assertThat(((Reading.Unreadable) reading).why()).isNotBlank();
                }
            }
        });
    }
}
