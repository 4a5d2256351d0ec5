package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.backfill.Histogram.Bar;
import io.github.cdpcli.backfill.Histogram.Bars;
import io.github.cdpcli.backfill.Histogram.Step;
import io.github.cdpcli.testing.Seeds;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records over time: none is lost, each is in its span, and the spans are as short as the page allows. */
class HistogramTest {

    private static final long YEAR_0 = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long YEAR_9999 = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private static Histogram of(List<Instant> times) {
        Histogram histogram = new Histogram();
        times.forEach(histogram::add);
        return histogram;
    }

    private static List<Instant> times(String... times) {
        return List.of(times).stream().map(Instant::parse).toList();
    }

    @Test
    void nothingHasNoBars() {
        assertThat(new Histogram().bars(60).bars()).isEmpty();
        assertThat(new Histogram().first()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-01T00:00:00Z, 2024-01-01T00:00:00Z, HOUR,    1",
        "2024-01-01T00:00:00Z, 2024-01-03T11:59:59Z, HOUR,    60",
        "2024-01-01T00:00:00Z, 2024-01-03T12:00:00Z, DAY,     3",
        "2024-01-01T00:00:00Z, 2024-02-29T00:00:00Z, DAY,     60",
        "2024-01-01T00:00:00Z, 2024-03-01T00:00:00Z, WEEK,    9",
        "2024-01-01T00:00:00Z, 2025-06-01T00:00:00Z, MONTH,   18",
        "2020-01-01T00:00:00Z, 2024-12-31T00:00:00Z, MONTH,   60",
        "2020-01-01T00:00:00Z, 2025-01-01T00:00:00Z, QUARTER, 21",
        "1970-01-01T00:00:00Z, 2024-01-01T00:00:00Z, YEAR,    55",
        "1524-01-01T00:00:00Z, 2024-01-01T00:00:00Z, DECADE,  51",
        "0000-01-01T00:00:00Z, 2024-01-01T00:00:00Z, CENTURY, 21",
        "0000-01-01T00:00:00Z, 9999-01-01T00:00:00Z, MILLENNIUM, 10"
    })
    void theShortestSpanOfWhichSixtyAreEnough(String first, String last, Step step, int bars) {
        Bars found = of(times(first, last)).bars(60);
        assertThat(found.step()).isEqualTo(step);
        assertThat(found.bars()).hasSize(bars);
    }

    @Test
    void spansWithoutRecordsAreThereToo() {
        Bars bars = of(times("2023-12-31T23:59:59.999Z", "2024-01-02T00:00:00Z", "2024-01-02T23:00:00Z"))
                .bars(10);
        assertThat(bars)
                .isEqualTo(new Bars(
                        Step.DAY,
                        List.of(
                                new Bar(LocalDate.of(2023, 12, 31).atStartOfDay(), 1),
                                new Bar(LocalDate.of(2024, 1, 1).atStartOfDay(), 0),
                                new Bar(LocalDate.of(2024, 1, 2).atStartOfDay(), 2))));
    }

    @Test
    void aWeekBeginsOnMonday() {
        Bars bars = of(times("2024-03-03T23:59:59Z", "2024-03-04T00:00:00Z")).bars(60);
        Histogram weeks = of(times("2024-03-03T23:59:59Z", "2024-03-04T00:00:00Z", "2024-09-01T00:00:00Z"));
        assertThat(bars.step()).isEqualTo(Step.HOUR);
        assertThat(weeks.bars(60).bars().subList(0, 2))
                .containsExactly(
                        new Bar(LocalDate.of(2024, 2, 26).atStartOfDay(), 1),
                        new Bar(LocalDate.of(2024, 3, 4).atStartOfDay(), 1));
    }

    /** The same by hand: the calendar of Java, a list of all times. */
    private static LocalDateTime start(Step step, Instant time) {
        LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        LocalDate day = utc.toLocalDate();
        int years = switch (step) {
            case DECADE -> 10;
            case CENTURY -> 100;
            case MILLENNIUM -> 1000;
            default -> 1;
        };
        LocalDate start = switch (step) {
            case HOUR, DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> LocalDate.of(day.getYear(), (day.getMonthValue() - 1) / 3 * 3 + 1, 1);
            default -> LocalDate.of(Math.floorDiv(day.getYear(), years) * years, 1, 1);
        };
        return step == Step.HOUR ? start.atTime(utc.getHour(), 0) : start.atStartOfDay();
    }

    private static List<Instant> random(Random random) {
        long span = 1L << (5 + random.nextInt(34));
        long from = YEAR_0 + (long) (random.nextDouble() * (YEAR_9999 - YEAR_0 - 1));
        List<Instant> times = new ArrayList<>();
        for (int i = 1 + random.nextInt(20_000); i > 0; i--) {
            times.add(Instant.ofEpochSecond(Math.min(YEAR_9999, from + (long) (random.nextDouble() * span))));
        }
        return times;
    }

    @Test
    void everyRecordIsInItsSpanHoweverManyThereAre() {
        Seeds.each(60, random -> {
            List<Instant> times = random(random);
            int most = 20 + random.nextInt(80);
            Bars bars = of(times).bars(most);
            assertThat(bars.bars().size()).isBetween(1, most);
            Map<LocalDateTime, Long> expected = times.stream()
                    .collect(Collectors.groupingBy(time -> start(bars.step(), time), Collectors.counting()));
            assertThat(bars.bars())
                    .allSatisfy(bar -> assertThat(bar.count()).isEqualTo(expected.getOrDefault(bar.start(), 0L)));
            assertThat(bars.bars().stream().mapToLong(Bar::count).sum()).isEqualTo(times.size());
        });
    }
}
