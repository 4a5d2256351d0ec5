package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Histogram;
import io.github.cdpcli.backfill.Summary;
import io.github.cdpcli.event.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How a run went: pictures of records accepted over the time of the run, and of the times of the events themselves. */
final class CoursePictures {

    private static final int MOST_RATES = 120;
    private static final int FEWEST_RATES = 3;

    private final Markup page;
    private final Summary summary;

    CoursePictures(Markup page, Summary summary) {
        this.page = page;
        this.summary = summary;
    }

    /** Records a second, over the run. */
    void throughput() {
        List<Rate> rates = Rate.all(summary.course().throughput(), MOST_RATES);
        Duration elapsed = summary.course().throughput().elapsed();
        if (rates.size() < FEWEST_RATES) {
            page.element("p", "The run was too short for a picture of its speed.");
            return;
        }
        Rate fastest = rates.stream().max(Comparator.comparing(Rate::perSecond)).orElseThrow();
        double mean = new Rate(Duration.ZERO, elapsed, summary.accepted()).perSecond();
        String words = Words.count(summary.accepted(), "record") + " accepted, " + rate(mean)
                + " a second on average and " + rate(fastest.perSecond()) + " at most, " + Words.time(fastest.from())
                + " after the beginning.";
        page.element("p", words);
        SvgChart.steps(
                page,
                new SvgChart.Legend("throughput", "Records accepted a second, over the run", words),
                rates.stream().map(rate -> column(rate, elapsed)).toList(),
                quarters(elapsed));
        page.element("p", "Records a second, by the time since the run began.", "class", "faint");
        table(rates);
    }

    private static SvgChart.Column column(Rate rate, Duration elapsed) {
        return new SvgChart.Column(share(rate.from(), elapsed), share(rate.to(), elapsed), rate.perSecond(), "");
    }

    private static double share(Duration part, Duration whole) {
        return (double) part.toMillis() / whole.toMillis();
    }

    private static List<SvgChart.Mark> quarters(Duration elapsed) {
        List<SvgChart.Mark> marks = new ArrayList<>();
        for (int quarter = 0; quarter <= 4; quarter++) {
            Duration at = elapsed.multipliedBy(quarter).dividedBy(4);
            marks.add(new SvgChart.Mark(quarter / 4.0, quarter == 0 ? "0 s" : Words.time(at)));
        }
        return marks;
    }

    private static String rate(double perSecond) {
        return perSecond < 10 ? String.format(Locale.ROOT, "%.1f", perSecond) : Words.grouped(Math.round(perSecond));
    }

    private void table(List<Rate> rates) {
        begin("Accepted in each part of the run", "From", "To", "Records", "Records a second");
        for (Rate rate : rates) {
            page.open("tr")
                    .element("th", Words.time(rate.from()), "scope", "row", "class", "number")
                    .element("td", Words.time(rate.to()), "class", "number")
                    .element("td", Words.grouped(rate.records()), "class", "number")
                    .element("td", rate(rate.perSecond()), "class", "number")
                    .close();
        }
        end();
    }

    /** Records by their timestamps. */
    void events() {
        Histogram.Bars bars = summary.course().events();
        if (bars.bars().isEmpty()) {
            page.element("p", "No record with a time was accepted.");
            return;
        }
        String step = bars.step().name().toLowerCase(Locale.ROOT);
        String words = "Timestamps of the accepted records: from "
                + summary.first().map(CoursePictures::words).orElse("") + " to "
                + summary.last().map(CoursePictures::words).orElse("") + ".";
        page.element("p", words);
        if (bars.bars().size() > 1) {
            String most = most(bars);
            SvgChart.bars(
                    page,
                    new SvgChart.Legend("events", "Accepted records by timestamp, each " + step, words + " " + most),
                    columns(bars),
                    marks(bars));
            page.element("p", "Records for each " + step + ", in UTC. " + most, "class", "faint");
        }
        table(bars, step);
    }

    private static String most(Histogram.Bars bars) {
        Histogram.Bar most = bars.bars().stream()
                .max(Comparator.comparing(Histogram.Bar::count))
                .orElseThrow();
        return "Busiest: " + label(bars.step(), most.start()) + ", " + Words.count(most.count(), "record") + ".";
    }

    private static List<SvgChart.Column> columns(Histogram.Bars bars) {
        double count = bars.bars().size();
        List<SvgChart.Column> columns = new ArrayList<>();
        for (Histogram.Bar bar : bars.bars()) {
            columns.add(new SvgChart.Column(
                    columns.size() / count,
                    (columns.size() + 1) / count,
                    bar.count(),
                    label(bars.step(), bar.start()) + ": " + Words.grouped(bar.count())));
        }
        return columns;
    }

    /** Up to five, each below the middle of its bar. */
    private static List<SvgChart.Mark> marks(Histogram.Bars bars) {
        int last = bars.bars().size() - 1;
        int parts = last >= 8 ? 4 : Math.min(last, 2);
        List<SvgChart.Mark> marks = new ArrayList<>();
        for (int part = 0; part <= parts; part++) {
            int bar = last * part / parts;
            double middle = (bar + 0.5) / (last + 1);
            marks.add(new SvgChart.Mark(
                    middle, label(bars.step(), bars.bars().get(bar).start())));
        }
        return marks;
    }

    private void table(Histogram.Bars bars, String step) {
        begin("Accepted records by timestamp; a " + step + " without a record has no row", "From (UTC)", "Records");
        for (Histogram.Bar bar : bars.bars()) {
            if (bar.count() > 0) {
                page.open("tr")
                        .element("th", label(bars.step(), bar.start()), "scope", "row")
                        .element("td", Words.grouped(bar.count()), "class", "number")
                        .close();
            }
        }
        end();
    }

    private void begin(String caption, String... headings) {
        page.open("details").element("summary", "The numbers as a table");
        page.open("table").element("caption", caption).open("thead").open("tr");
        for (String heading : headings) {
            page.element("th", heading, "scope", "col", "class", heading.startsWith("From (") ? "text" : "number");
        }
        page.close().close().open("tbody");
    }

    private void end() {
        page.close().close().close();
    }

    /** {@code 2024-06-01 12:00:00 UTC}. */
    static String words(Instant at) {
        String text = Timestamps.format(at);
        return text.substring(0, 10) + " " + text.substring(11, 19) + " UTC";
    }

    private static String label(Histogram.Step step, LocalDateTime start) {
        String text = Timestamps.format(start.toInstant(ZoneOffset.UTC));
        return switch (step) {
            case HOUR -> text.substring(0, 10) + " " + text.substring(11, 16);
            case DAY, WEEK -> text.substring(0, 10);
            case MONTH, QUARTER -> text.substring(0, 7);
            default -> text.substring(0, 4);
        };
    }
}
