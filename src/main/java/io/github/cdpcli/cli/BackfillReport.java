package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.ReasonCode;
import io.github.cdpcli.backfill.Reject;
import io.github.cdpcli.backfill.RejectFile;
import io.github.cdpcli.backfill.Summary;
import io.github.cdpcli.event.Timestamps;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.send.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a backfill says at its end, and its exit code. */
final class BackfillReport {

    private final Printer printer;
    private final Link link;
    private final List<String> inputs;
    private final Duration took;
    private final long retries;
    private final boolean journaled;
    private final boolean finishedBefore;
    private final Optional<LimitedBy> limits;

    BackfillReport(
            Printer printer,
            Link link,
            List<String> inputs,
            Duration took,
            long retries,
            boolean journaled,
            boolean finishedBefore,
            Optional<LimitedBy> limits) {
        this.printer = printer;
        this.link = link;
        this.inputs = inputs;
        this.took = took;
        this.retries = retries;
        this.journaled = journaled;
        this.finishedBefore = finishedBefore;
        this.limits = limits;
    }

    /**
     * How the run ended.
     *
     * @param signal the number of the signal that ended the run; 0 for none
     * @param failIfEmpty whether no record at all is a failure
     */
    Ending ending(Summary summary, int signal, boolean failIfEmpty) {
        if (!summary.addsUp()) {
            return Ending.of(
                    Failure.of(ExitCode.INTERNAL, "the numbers above do not add up: a bug in cdp; trust none of them"));
        } else if (summary.stop().isPresent()) {
            return Ending.of(stopped(summary.stop().get(), summary, signal));
        } else if (failIfEmpty && summary.read() == 0) {
            return Ending.of(Failure.of(ExitCode.EMPTY, "there is no record in the input"));
        } else if (failIfEmpty && summary.read() == summary.filteredOut().byTime()) {
            return Ending.of(Failure.of(ExitCode.EMPTY, "no record of the input lies between --since and --until"));
        }
        // A backfill that goes on and ends here is one with those that went before; one that had ended is left in
        // peace.
        Summary.Earlier earlier = summary.settledEarlier();
        long before = finishedBefore ? 0 : earlier.rejected() + earlier.held();
        return Ending.of(summary.rejected() + summary.held() + before > 0 ? ExitCode.PARTIAL : ExitCode.OK);
    }

    /** Says it. */
    ExitCode end(Summary summary, RejectFile rejectFile, Ending ending) {
        rejectFile
                .movedAside()
                .forEach((file, aside) ->
                        printer.warn("rejects of an earlier run were kept as " + Shown.text(aside.toString())));
        printer.result(text(summary, rejectFile), asJson(summary, rejectFile));
        if (ending.failure().isPresent()) {
            throw ending.failure().get();
        }
        return ending.code();
    }

    private Failure stopped(Summary.Stop stop, Summary summary, int signal) {
        String left = summary.unsettled() == 0
                ? ""
                : "; " + Words.count(summary.unsettled(), "record") + " read and not settled";
        String again = journaled
                ? "Run the same command again to go on where it stopped."
                : "Without a journal the same command sends everything again"
                        + (link.isSandbox() ? "." : ", under the same messageIds.");
        if (stop instanceof Summary.Stop.ByMachine machine) {
            return Failure.of(ExitCode.INTERNAL, "stopped, because of " + Shown.text(machine.message()) + left, again);
        } else if (stop instanceof Summary.Stop.ByBrokenInput broken) {
            return Failure.of(
                    ExitCode.USAGE,
                    "stopped, because " + Shown.text(broken.message(), 500) + left,
                    "What was read before that is accounted for above. Get the file again.",
                    again);
        } else if (stop instanceof Summary.Stop.ByRejects rejects) {
            return Failure.of(
                    ExitCode.STOPPED,
                    "stopped: " + rejects.message() + left,
                    "Look into the rejects; --max-errors N lets more of them pass.",
                    again);
        } else if (stop instanceof Summary.Stop.ByChangedInput changed) {
            return BackfillJournals.changed(changed.input(), summary.accepted());
        } else if (stop instanceof Summary.Stop.ByUser) {
            return Failure.of(ExitCode.ofSignal(signal), "stopped as asked" + left, again);
        }
        Outcome outcome = ((Summary.Stop.ByOutcome) stop).outcome();
        Failure failure = Outcomes.failure(outcome, link, "batch");
        List<String> hints = new ArrayList<>(failure.hints());
        hints.add(again);
        return Failure.of(failure.exitCode(), "stopped: " + failure.message() + left, hints.toArray(String[]::new));
    }

    private String text(Summary summary, RejectFile rejectFile) {
        int width = Words.grouped(summary.read()).length();
        List<String> lines = new ArrayList<>();
        String what = inputs.size() == 1 ? Shown.text(inputs.get(0), 60) : inputs.size() + " inputs";
        lines.add("backfill of " + (what.equals("-") ? "standard input" : what) + " to " + link.place() + " in "
                + Words.time(took));
        lines.add(line("read", summary.read(), width, ""));
        String requests = "  in " + Words.count(summary.requests(), "request") + ", " + Words.bytes(summary.bytes())
                + (retries == 0 ? "" : ", " + (retries == 1 ? "1 retry" : Words.grouped(retries) + " retries"));
        if (finishedBefore && summary.read() > 0) {
            lines.add("  nothing to send: an earlier run settled all of it (--restart sends it again)");
        }
        lines.add(line("accepted", summary.accepted(), width, summary.requests() == 0 ? "" : requests));
        lines.add(line("rejected", summary.rejected(), width, reasons(summary, false)));
        lines.add(line("held", summary.held(), width, reasons(summary, true)));
        if (summary.filtered() > 0) {
            lines.add(line("filtered", summary.filtered(), width, filtered(summary.filteredOut())));
        }
        if (summary.earlier() > 0) {
            lines.add(line("earlier", summary.earlier(), width, wasSettled(summary) + unsent(summary)));
        }
        if (summary.unsettled() > 0) {
            lines.add(line("unsettled", summary.unsettled(), width, "  read, but not acknowledged"));
        }
        limits.map(LimitedBy::lines).ifPresent(told -> indent(told, lines));
        summary.reasons().forEach((code, reason) -> lines.add("    " + first(code, reason.first())));
        if (!summary.warnings().isEmpty()) {
            lines.add("  sent with warnings: " + counts(summary.warnings()));
        }
        Set<Path> files = rejectFiles(summary, rejectFile);
        files.forEach(file -> lines.add("  not sent, with reasons: " + Shown.text(file.toString())));
        if (summary.held() + summary.settledEarlier().held() > 0 && !files.isEmpty()) {
            lines.add("  what was held is sent by: cdp backfill "
                    + (files.size() == 1
                            ? Shown.text(
                                    NextCommand.quoted(files.iterator().next().toString()))
                            : "FILE")
                    + allowing(summary));
        }
        return String.join("\n", lines);
    }

    private static void indent(List<String> told, List<String> lines) {
        for (String line : told) {
            lines.add((line.equals(told.get(0)) ? "  limited by  " : " ".repeat(14)) + line);
        }
    }

    private static String wasSettled(Summary summary) {
        return summary.stop()
                        .filter(Summary.Stop.ByChangedInput.class::isInstance)
                        .isPresent()
                ? "  passed over before the change was noticed"
                : "  settled by an earlier run";
    }

    private static String unsent(Summary summary) {
        Summary.Earlier earlier = summary.settledEarlier();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("rejected", earlier.rejected());
        counts.put("held", earlier.held());
        counts.values().removeIf(count -> count == 0);
        return counts.isEmpty() ? "" : ": " + counts(counts) + ", the others accepted";
    }

    /** Those that were written to, by this run or by earlier ones. */
    private Set<Path> rejectFiles(Summary summary, RejectFile rejectFile) {
        Set<Path> files = new LinkedHashSet<>(rejectFile.written());
        if (summary.settledEarlier().rejected() + summary.settledEarlier().held() > 0) {
            inputs.stream().map(rejectFile::of).filter(Files::exists).forEach(files::add);
        }
        return files;
    }

    private static String allowing(Summary summary) {
        boolean isKnown = summary.settledEarlier().held() == 0;
        List<String> options = new ArrayList<>();
        if (!isKnown || summary.reasons().containsKey(ReasonCode.HELD_RECENT.wireName())) {
            options.add("--allow-triggers");
        }
        if (!isKnown || summary.reasons().containsKey(ReasonCode.HELD_DESTRUCTIVE.wireName())) {
            options.add("--allow-destructive");
        }
        return isKnown ? " " + String.join(" ", options) : ", with " + String.join(" or ", options);
    }

    private static String filtered(Summary.Filtered filtered) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("left to other shards", filtered.byShard());
        counts.put("outside --since and --until", filtered.byTime());
        counts.values().removeIf(count -> count == 0);
        return "  " + (counts.size() == 1 ? String.join("", counts.keySet()) : counts(counts));
    }

    private static String line(String label, long number, int width, String more) {
        String digits = Words.grouped(number);
        return "  " + label + " ".repeat(10 - label.length() + width - digits.length()) + digits + more;
    }

    private static String reasons(Summary summary, boolean held) {
        Map<String, Long> counts = new LinkedHashMap<>();
        summary.reasons().forEach((code, reason) -> {
            if (reason.first().held() == held) {
                counts.put(code, reason.count());
            }
        });
        return counts.isEmpty() ? "" : "  " + counts(counts);
    }

    private static String counts(Map<String, Long> counts) {
        List<String> parts = new ArrayList<>();
        counts.forEach((code, count) -> parts.add(code + " " + Words.grouped(count)));
        return String.join(", ", parts);
    }

    private static String first(String code, Reject reject) {
        String input = reject.position().file().equals("-")
                ? "standard input"
                : reject.position().file();
        return code + ", first in " + Shown.text(input, 60) + " line "
                + reject.position().line() + ": "
                + (reject.field().isEmpty() ? "" : Shown.text(reject.field(), 60) + " ")
                + Shown.text(reject.message(), 300);
    }

    Json.Obj asJson(Summary summary, RejectFile rejectFile) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("inputs", new Json.Arr(inputs.stream().map(Json::of).toList()));
        members.put("url", Json.of(link.endpoint().url()));
        members.put("read", Json.of(summary.read()));
        members.put("accepted", Json.of(summary.accepted()));
        members.put("rejected", Json.of(summary.rejected()));
        members.put("held", Json.of(summary.held()));
        members.put("filtered", Json.of(summary.filtered()));
        members.put("filteredByTime", Json.of(summary.filteredOut().byTime()));
        members.put("earlier", Json.of(summary.earlier()));
        members.put("earlierRejected", Json.of(summary.settledEarlier().rejected()));
        members.put("earlierHeld", Json.of(summary.settledEarlier().held()));
        members.put("unsettled", Json.of(summary.unsettled()));
        Map<String, Json> reasons = new LinkedHashMap<>();
        summary.reasons().forEach((code, reason) -> reasons.put(code, Json.of(reason.count())));
        members.put("reasons", new Json.Obj(reasons));
        Map<String, Json> types = new LinkedHashMap<>();
        summary.acceptedByType().forEach((type, count) -> types.put(type, Json.of(count)));
        members.put("acceptedByType", new Json.Obj(types));
        Map<String, Json> warnings = new LinkedHashMap<>();
        summary.warnings().forEach((code, count) -> warnings.put(code, Json.of(count)));
        members.put("warnings", new Json.Obj(warnings));
        members.put("requests", Json.of(summary.requests()));
        members.put("bytes", Json.of(summary.bytes()));
        members.put("retries", Json.of(retries));
        summary.first().ifPresent(at -> members.put("firstTimestamp", Json.of(Timestamps.format(at))));
        summary.last().ifPresent(at -> members.put("lastTimestamp", Json.of(Timestamps.format(at))));
        members.put("milliseconds", Json.of(took.toMillis()));
        limits.ifPresent(told -> members.put("limitedBy", told.asJson()));
        members.put(
                "rejectFiles",
                new Json.Arr(rejectFiles(summary, rejectFile).stream()
                        .map(file -> Json.of(file.toString()))
                        .toList()));
        return new Json.Obj(members);
    }
}
