package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.BatchForecast;
import io.github.cdpcli.backfill.Check;
import io.github.cdpcli.backfill.DryRun;
import io.github.cdpcli.backfill.Histogram;
import io.github.cdpcli.backfill.ReasonCode;
import io.github.cdpcli.backfill.Reject;
import io.github.cdpcli.backfill.SizeSpread;
import io.github.cdpcli.backfill.Summary;
import io.github.cdpcli.backfill.TopCounts;
import io.github.cdpcli.event.Limits;
import io.github.cdpcli.event.Timestamps;
import io.github.cdpcli.input.Position;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a check found, as a page of at most 80 columns. Colour only underlines what the words say. */
final class CheckPage {

    private static final int WIDTH = 80;
    private static final int CHART_HEIGHT = 4;
    private static final int BAR_WIDTH = 24;
    private static final int EVENTS_SHOWN = 20;
    private static final int COLUMNS_SHOWN = 40;

    private final Printer printer;
    private final Chart chart;
    private final Check check;
    private final DryRun.Counts counts;
    private final CheckLook.Setting setting;
    private final List<String> lines = new ArrayList<>();

    CheckPage(Printer printer, Chart chart, Check check, DryRun.Counts counts, CheckLook.Setting setting) {
        this.printer = printer;
        this.chart = chart;
        this.check = check;
        this.counts = counts;
        this.setting = setting;
    }

    String text() {
        verdict();
        if (!check.reasons().isEmpty()) {
            notSent();
        }
        if (!check.types().isEmpty()) {
            calls();
            times();
            guards();
            ids();
            sizes();
        }
        if (!check.warnings().isEmpty()) {
            warnings();
        }
        mappings();
        if (counts.ready() > 0) {
            plan();
        }
        next();
        return String.join("\n", lines);
    }

    private void title(String title) {
        lines.add("");
        lines.add(printer.painted(Printer.Paint.TITLE, title));
    }

    private void line(String text) {
        lines.add("  " + text);
    }

    /** Text of any length, on lines that all begin further in. */
    private void wrapped(String text) {
        Shown.lines(text, WIDTH - 6).forEach(part -> lines.add(" ".repeat(6) + part));
    }

    private void first(Position position, String field, String message) {
        wrapped("first in " + RejectWords.place(position) + ": " + RejectWords.what(field, message));
    }

    private static String number(long number, int width) {
        String digits = Words.grouped(number);
        return " ".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private void verdict() {
        String ready = Words.grouped(counts.ready()) + " ready to send";
        String rejected = Words.grouped(counts.rejected()) + " rejected";
        String held = Words.grouped(counts.held()) + " held";
        lines.add(Words.count(counts.read(), "record") + ": "
                + (counts.ready() == 0 ? ready : printer.painted(Printer.Paint.GOOD, ready)) + ", "
                + (counts.rejected() == 0 ? rejected : printer.painted(Printer.Paint.BAD, rejected)) + ", "
                + (counts.held() == 0 ? held : printer.painted(Printer.Paint.DOUBTFUL, held)));
        String inputs = setting.inputs().size() == 1
                ? RejectWords.input(setting.inputs().get(0))
                : setting.inputs().size() + " inputs";
        String shards = counts.filtered() == 0
                ? ""
                : "; " + Words.grouped(counts.filtered()) + " are left out, to other shards or by --since and --until";
        lines.add(printer.painted(Printer.Paint.FAINT, "check of " + inputs + "; nothing was sent" + shards));
    }

    private void notSent() {
        title("Not sent");
        check.reasons().values().stream()
                .sorted(Comparator.comparing(
                                (Summary.Reason reason) -> reason.first().held())
                        .thenComparing(Summary.Reason::count, Comparator.reverseOrder()))
                .forEach(this::notSent);
        if (check.endsEarly(setting.tolerance(), counts)) {
            line(printer.painted(Printer.Paint.BAD, "a run would end early, at so many rejects (see --max-errors)"));
        }
    }

    private void notSent(Summary.Reason reason) {
        Reject first = reason.first();
        String label = Words.grouped(reason.count()) + (first.held() ? " held: " : " rejected: ") + first.code();
        line(printer.painted(first.held() ? Printer.Paint.DOUBTFUL : Printer.Paint.BAD, label));
        first(first.position(), first.field(), first.message());
    }

    private void calls() {
        title("Calls" + (counts.rejected() + counts.held() == 0 ? "" : " (ready and held)"));
        List<TopCounts.Entry> types = new ArrayList<>();
        check.types().forEach((type, count) -> types.add(new TopCounts.Entry(type.wireName(), count)));
        types.sort((a, b) -> Long.compare(b.count(), a.count()));
        bars(types);
        TopCounts events = check.events();
        if (events.total() == 0) {
            return;
        }
        title("Events");
        List<TopCounts.Entry> top = events.top(EVENTS_SHOWN);
        bars(top);
        int others = events.names() - top.size();
        long shown = top.stream().mapToLong(TopCounts.Entry::count).sum();
        if (others > 0) {
            line(Words.grouped(events.total() - shown) + " of " + (events.isComplete() ? "" : "more than ")
                    + Words.count(others, "other name"));
        }
        if (!events.isComplete()) {
            line("(there are too many names to keep; those that came first are counted)");
        }
    }

    private void bars(List<TopCounts.Entry> entries) {
        long largest = entries.stream().mapToLong(TopCounts.Entry::count).max().orElse(0);
        int width = Words.grouped(largest).length();
        for (TopCounts.Entry entry : entries) {
            String bar = chart.bar(entry.count(), largest, BAR_WIDTH);
            line(number(entry.count(), width) + "  " + bar + " ".repeat(BAR_WIDTH - bar.length()) + "  "
                    + Shown.fitting(entry.name(), WIDTH - BAR_WIDTH - width - 6));
        }
    }

    private void times() {
        int columns = WIDTH - 4 - Words.grouped(counts.read()).length();
        Histogram.Bars bars = check.times().bars(columns);
        if (bars.bars().isEmpty()) {
            return;
        }
        title("Times (UTC), a bar for each " + bars.step().name().toLowerCase(Locale.ROOT));
        line(check.times().first().map(Timestamps::format).orElse("") + " to "
                + check.times().last().map(Timestamps::format).orElse(""));
        List<Long> heights = bars.bars().stream().map(Histogram.Bar::count).toList();
        int each = Math.min(8, columns / heights.size());
        String most = Words.grouped(Collections.max(heights));
        List<String> rows = chart.columns(heights, CHART_HEIGHT, each);
        for (int i = 0; i < rows.size(); i++) {
            String label = i == 0 ? most : "";
            line((" ".repeat(most.length() - label.length()) + label + "  " + rows.get(i)).stripTrailing());
        }
        axis(bars, most.length() + 2, each);
    }

    /** Where it begins and ends, below. */
    private void axis(Histogram.Bars bars, int indent, int each) {
        String first = label(bars.step(), bars.bars().get(0).start());
        String last = label(bars.step(), bars.bars().get(bars.bars().size() - 1).start());
        int width = bars.bars().size() * each;
        boolean fits = width >= first.length() + last.length() + 2;
        String below = fits
                ? first + " ".repeat(width - first.length() - last.length()) + last
                : first.equals(last) ? first : first + " to " + last;
        line(" ".repeat(indent) + below);
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

    private void guards() {
        title("Guards");
        guard(
                Words.count(check.recent(), "record") + " of the last 72 hours, which can trigger campaigns",
                check.recent(),
                ReasonCode.HELD_RECENT,
                "--allow-triggers");
        guard(
                Words.count(check.destructive(), "event") + " to delete or suppress, which cannot be taken back",
                check.destructive(),
                ReasonCode.HELD_DESTRUCTIVE,
                "--allow-destructive");
    }

    private void guard(String text, long count, ReasonCode code, String option) {
        line(count == 0 ? text : printer.painted(Printer.Paint.DOUBTFUL, text));
        Summary.Reason held = check.reasons().get(code.wireName());
        if (held != null) {
            line("    " + Words.grouped(held.count()) + " held; " + option + " would send them");
        } else if (count > 0) {
            line("    would be sent");
        }
    }

    private void ids() {
        title("Ids");
        line((check.users().isExact() ? "" : "about ")
                + Words.count(check.users().value(), "user")
                + (check.withoutId() == 0
                        ? "; every record has a userId or an anonymousId"
                        : "; " + Words.count(check.withoutId(), "record") + " with neither userId nor anonymousId"));
        if (check.junkIds().total() > 0) {
            line(printer.painted(
                    Printer.Paint.DOUBTFUL,
                    Words.count(check.junkIds().total(), "id") + " that "
                            + (check.junkIds().total() == 1
                                    ? "looks like a placeholder:"
                                    : "look like placeholders:")));
            check.junkIds()
                    .top(5)
                    .forEach(entry ->
                            line("    " + Words.grouped(entry.count()) + " of " + Shown.fitting(entry.name(), 60)));
        }
    }

    private void sizes() {
        SizeSpread sizes = check.sizes();
        title("Sizes");
        line("smallest " + Words.bytes(sizes.smallest()) + ", median " + Words.bytes(sizes.median()) + ", largest "
                + Words.bytes(sizes.largest()) + " (a call may have " + Words.bytes(Limits.CALL_BYTES) + ")");
        long large = sizes.above(Limits.CALL_BYTES / 2);
        if (large > 0) {
            line(Words.count(large, "record") + " above half of that");
        }
    }

    private void warnings() {
        title("Warnings (sent all the same)");
        check.warnings().forEach((code, warning) -> {
            line(Words.grouped(warning.count()) + " " + code.wireName());
            first(warning.first(), warning.problem().path(), warning.problem().message());
        });
    }

    private void mappings() {
        check.mappings().forEach((columns, inputs) -> {
            title("Mapping of " + RejectWords.input(inputs.get(0))
                    + (inputs.size() == 1 ? "" : " and " + Words.count(inputs.size() - 1, "other")));
            columns.stream().limit(COLUMNS_SHOWN).forEach(column -> line(Shown.fitting(column, WIDTH - 2)));
            if (columns.size() > COLUMNS_SHOWN) {
                line("and " + Words.count(columns.size() - COLUMNS_SHOWN, "other column") + " (--json has all)");
            }
        });
    }

    private void plan() {
        BatchForecast forecast = check.forecast();
        title("Sending");
        line("about " + Words.count(forecast.requests(), "request") + ", " + Words.bytes(forecast.bytes())
                + (setting.lanes() == 1 ? ", one at a time" : ", up to " + setting.lanes() + " at a time"));
        line("messageIds: " + Words.grouped(check.ownIds()) + " of the records' own, "
                + Words.grouped(check.derivedIds()) + " derived");
        line("about " + Words.time(SendingTime.of(forecast, setting.requestsPerSecond())) + ", if an answer takes "
                + Words.time(SendingTime.ASSUMED_ANSWER) + " and " + setting.requestsPerSecond()
                + " requests a second are allowed;");
        line("how fast the service answers decides");
        line("what an earlier run settled is not sent again; its journal was not looked at");
    }

    private void next() {
        title("Next");
        if (counts.ready() == 0) {
            line(counts.read() == 0 ? "there is no record to send" : "nothing would be sent");
            if (setting.needsMapping(check)) {
                line("let a mapping be suggested, fill it in, and look again with --map map.json:");
                List<String> words = new ArrayList<>(setting.next());
                words.addAll(List.of("--suggest-mapping", "> map.json"));
                NextCommand.lines(words, WIDTH - 2).forEach(this::line);
            }
            return;
        }
        List<String> words = new ArrayList<>(setting.next());
        if (setting.inputs().contains("-")) {
            words.addAll(0, List.of("...", "|"));
        }
        NextCommand.lines(words, WIDTH - 2).forEach(this::line);
    }
}
