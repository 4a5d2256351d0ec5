package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Reject;
import io.github.cdpcli.backfill.Source;
import io.github.cdpcli.backfill.Summary;
import io.github.cdpcli.event.Timestamps;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The receipt of a run as a page: it loads nothing and runs nothing, and says in words and tables whatever its pictures
 * show. It is well-formed XML too.
 */
final class HtmlReceipt {

    /** How every such page begins, and no other. */
    static final String BEGINNING = "<!DOCTYPE html>\n<!-- receipt of cdp backfill -->\n";

    private static final int INPUTS_SHOWN = 200;
    private static final int RAW_SHOWN = 200;
    private static final int OPTION_SHOWN = 2000;
    private static final Set<String> TOLD_ELSEWHERE = Set.of("url", "key");
    private static final String NUMBER = "number";
    private static final String TEXT = "text";

    private final FinishedRun run;
    private final FinishedRun.Traffic traffic;
    private final Summary summary;
    private final Markup page = new Markup(BEGINNING);

    HtmlReceipt(FinishedRun run, FinishedRun.Traffic traffic) {
        this.run = run;
        this.traffic = traffic;
        this.summary = run.summary();
    }

    String page() {
        page.open("html", "lang", "en");
        head();
        page.open("body");
        header();
        page.open("main");
        accounting();
        CoursePictures pictures = new CoursePictures(page, summary);
        section("Speed", pictures::throughput);
        section("Events over time", pictures::events);
        section("Calls", this::calls);
        section("Not sent", this::notSent);
        section("Requests", this::requests);
        section("What ran", this::setting);
        section("Inputs", this::inputs);
        page.close();
        page.element(
                "footer",
                "Written by " + Version.userAgent() + ". This page loads nothing and runs nothing; times are in UTC.");
        return page.page();
    }

    private void head() {
        page.open("head").empty("meta", "charset", "UTF-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        // Should anything ever slip in, a browser must not load or run it.
        page.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.element("title", "Backfill of " + subject() + " on " + day(run.finished()));
        style();
        page.close();
    }

    private void style() {
        try (InputStream in = HtmlReceipt.class.getResourceAsStream("receipt.css")) {
            page.element("style", "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the style is part of the jar", e);
        }
    }

    private String subject() {
        List<Source> sources = run.sources();
        return sources.size() == 1 ? RejectWords.input(sources.get(0).name()) : Words.count(sources.size(), "input");
    }

    private void header() {
        page.open("header");
        page.open("h1").text("Backfill of ").foreign(subject()).close();
        page.open("p", "class", "when")
                .text("to ")
                .foreign(Shown.text(run.place()))
                .text(", ");
        time(run.began()).text(" to ");
        time(run.finished()).text(", " + Words.time(run.took())).close();
        verdict();
        page.close();
    }

    private void verdict() {
        ExitCode code = run.ending().code();
        page.open("div", "class", "verdict " + (code == ExitCode.OK ? "good" : isFinished(code) ? "some" : "bad"));
        page.open("p")
                .element("b", headline(code))
                .text(" (exit code " + code.number() + ")")
                .close();
        if (run.ending().failure().isPresent()) {
            page.open("p").foreign(run.ending().message()).close();
        }
        run.ending().hints().forEach(hint -> page.open("p").foreign(hint).close());
        if (code == ExitCode.PARTIAL) {
            page.element(
                    "p",
                    "What was not sent, and why, is told below. 'cdp backfill' of the rejects file sends it again, mended or not.");
        }
        if (run.isSandbox()) {
            page.element("p", "It went to a sandbox on the same machine: nothing reached an account.");
        }
        page.close();
    }

    private static boolean isFinished(ExitCode code) {
        return code == ExitCode.OK || code == ExitCode.PARTIAL || code == ExitCode.EMPTY;
    }

    private String headline(ExitCode code) {
        if (code == ExitCode.PARTIAL) {
            return "Finished; some records were not sent";
        } else if (code == ExitCode.EMPTY || (summary.read() == 0 && code == ExitCode.OK)) {
            return "Finished; there was nothing to send";
        } else if (code == ExitCode.OK && summary.earlier() == summary.read()) {
            return "Finished; an earlier run had settled all of it";
        }
        return code == ExitCode.OK ? "Finished" : "Stopped before the end";
    }

    private void section(String title, Runnable content) {
        String id = title.toLowerCase(Locale.ROOT).replace(' ', '-') + "-heading";
        page.open("section", "aria-labelledby", id).element("h2", title, "id", id);
        content.run();
        page.close();
    }

    private void accounting() {
        section("Every record", () -> {
            page.open("p", "class", "sum");
            term("", summary.read(), "read");
            term("= ", summary.accepted(), "accepted");
            term("+ ", summary.rejected(), "rejected");
            term("+ ", summary.held(), "held");
            term("+ ", summary.filtered(), "filtered");
            term("+ ", summary.earlier(), "earlier");
            term("+ ", summary.unsettled(), "unsettled");
            page.close();
            if (!summary.addsUp()) {
                page.element(
                        "p", "These numbers do not add up: a bug in cdp; trust none of them.", "class", "rejected");
            }
            meanings();
        });
    }

    private void term(String sign, long number, String label) {
        page.open("span", "class", number == 0 ? "none" : label).text(sign);
        page.element("b", Words.grouped(number)).text(" " + label).close().text(" ");
    }

    private void meanings() {
        page.open("dl");
        meaning("accepted", summary.accepted(), "acknowledged by the service");
        meaning("rejected", summary.rejected(), "that cannot be sent as they are, or that the service refused");
        meaning("held", summary.held(), "kept back by a guard; an option sends them");
        meaning("filtered", summary.filteredOut().byShard(), "left to other shards");
        meaning("filtered", summary.filteredOut().byTime(), "outside of --since and --until");
        meaning("earlier", summary.earlier(), "settled by an earlier run, and not sent again");
        meaning("unsettled", summary.unsettled(), "read, but not acknowledged; the next run sends them");
        page.close();
    }

    private void meaning(String label, long number, String words) {
        if (number > 0) {
            page.element("dt", label).element("dd", Words.grouped(number) + " " + words);
        }
    }

    private void calls() {
        if (summary.acceptedByType().isEmpty()) {
            page.element("p", "None was accepted.");
        } else {
            counts("Accepted records by call", "Call", "Records", summary.acceptedByType());
        }
        if (!summary.warnings().isEmpty()) {
            counts("Warnings, of records that were sent all the same", "Warning", "Records", summary.warnings());
        }
    }

    /** A table with a bar in each row. */
    private void counts(String caption, String what, String number, Map<String, Long> counts) {
        long largest = counts.values().stream().mapToLong(Long::longValue).max().orElse(1);
        page.open("table").element("caption", caption).open("thead").open("tr");
        heading(what, TEXT);
        heading(number, NUMBER);
        page.element("td", "", "class", "picture").close().close().open("tbody");
        counts.forEach((name, count) -> {
            page.open("tr").element("th", name, "scope", "row");
            page.element("td", Words.grouped(count), "class", NUMBER).open("td", "class", "picture");
            SvgChart.share(page, count, largest);
            page.close().close();
        });
        page.close().close();
    }

    private void heading(String text, String kind) {
        page.element("th", text, "scope", "col", "class", kind);
    }

    private void notSent() {
        if (summary.reasons().isEmpty()) {
            page.element("p", "None was rejected or held by this run.");
            return;
        }
        page.element(
                "p",
                "By reason, each with the first record of it as it stands in its input. 'cdp help rejects' tells what the codes mean.");
        summary.reasons().values().stream()
                .sorted(Comparator.comparing(
                                (Summary.Reason reason) -> reason.first().held())
                        .thenComparing(Summary.Reason::count, Comparator.reverseOrder())
                        .thenComparing(reason -> reason.first().code()))
                .forEach(this::reason);
        if (!run.rejectFiles().isEmpty()) {
            page.element("h3", "All of them, with reasons, are in");
            run.rejectFiles().forEach(this::path);
        }
    }

    private void path(Path file) {
        page.open("p")
                .open("code")
                .foreign(Shown.text(file.toString(), OPTION_SHOWN))
                .close()
                .close();
    }

    private void reason(Summary.Reason reason) {
        Reject first = reason.first();
        String fate = first.held() ? "held" : "rejected";
        page.open("h3").element("span", Words.grouped(reason.count()) + " " + fate, "class", fate);
        page.text(": ").element("code", first.code()).close();
        page.open("dl");
        entry("First", RejectWords.place(first.position()));
        entry("Field", first.field().isEmpty() ? "" : Shown.text(first.field(), RAW_SHOWN));
        entry("Why", Shown.text(first.message(), 300));
        entry("Answer", first.status() == 0 ? "" : "HTTP status " + first.status());
        page.element("dt", "Record").open("dd").open("code");
        page.foreign(Shown.text(first.recorded().raw(), RAW_SHOWN))
                .close()
                .close()
                .close();
    }

    private void entry(String name, String shown) {
        if (!shown.isEmpty()) {
            page.element("dt", name).open("dd").foreign(shown).close();
        }
    }

    private void requests() {
        if (traffic.byStatus().isEmpty()) {
            page.element("p", "None was sent.");
            return;
        }
        counts("Requests by HTTP status, or by what failed", "Answer", "Requests", traffic.byStatus());
        page.open("dl");
        entry("Retries", traffic.retries() == 0 ? "none" : Words.grouped(traffic.retries()));
        entry(
                "Limited by",
                run.limits().map(limits -> String.join("; ", limits.lines())).orElse(""));
        entry("Batches acknowledged", Words.grouped(summary.requests()));
        entry(
                "Sent",
                Words.bytes(traffic.bytesSent()) + ", with retries; " + Words.bytes(summary.bytes())
                        + " of events were acknowledged");
        page.close();
    }

    private void setting() {
        page.open("dl");
        entry("Tool", Version.userAgent());
        page.element("dt", "Began").open("dd");
        time(run.began()).close().element("dt", "Finished").open("dd");
        time(run.finished()).close();
        entry("Took", Words.time(run.took()));
        entry("Target", Shown.text(String.valueOf(run.about().text("url")), OPTION_SHOWN));
        entry("Receiver", Shown.text(run.place()));
        entry(
                "Key",
                "ends with " + run.keyEnding() + "; fingerprint " + run.about().text("key"));
        run.about().members().forEach((name, value) -> {
            if (!TOLD_ELSEWHERE.contains(name)) {
                entry(name, shown(value));
            }
        });
        page.close();
    }

    private static String shown(Json value) {
        return value instanceof Json.Str text
                ? Shown.text(text.value(), OPTION_SHOWN)
                : Shown.text(JsonWriter.text(value), OPTION_SHOWN);
    }

    private void inputs() {
        page.open("table").element("caption", "As read; the hash is of the unpacked content, CRC-32 and CRC-32C");
        page.open("thead").open("tr");
        heading("Input", TEXT);
        heading("Records", NUMBER);
        heading("Bytes", NUMBER);
        heading("Hash", "wide");
        page.close().close().open("tbody");
        run.sources().stream().limit(INPUTS_SHOWN).forEach(this::input);
        page.close().close();
        int more = run.sources().size() - INPUTS_SHOWN;
        if (more > 0) {
            page.element("p", "and " + Words.count(more, "other input") + "; a receipt as JSON has all.");
        }
    }

    private void input(Source source) {
        page.open("tr").open("th", "scope", "row");
        page.foreign(source.name().equals("-") ? "standard input" : Shown.text(source.name(), OPTION_SHOWN))
                .close();
        if (source.end().isEmpty()) {
            page.element("td", "not read to its end", "colspan", "3").close();
            return;
        }
        source.end().ifPresent(end -> {
            page.element("td", Words.grouped(end.records()), "class", NUMBER);
            page.element("td", Words.grouped(end.progress().bytes()), "class", NUMBER);
            page.open("td", "class", "wide")
                    .element("code", end.progress().hash())
                    .close();
        });
        page.close();
    }

    private Markup time(Instant at) {
        String text = Timestamps.format(at.truncatedTo(ChronoUnit.SECONDS));
        return page.element("time", CoursePictures.words(at), "datetime", text);
    }

    private static String day(Instant at) {
        return Timestamps.format(at).substring(0, 10);
    }
}
