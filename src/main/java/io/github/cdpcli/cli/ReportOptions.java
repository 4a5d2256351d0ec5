package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Replacement;
import io.github.cdpcli.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the receipt of a run goes, if anywhere. */
final class ReportOptions {

    /** What is written over, because this tool wrote it: a receipt of either kind begins so, and nothing else does. */
    private static final List<String> BEGINNINGS = List.of("{\"tool\":\"cdp-cli/", HtmlReceipt.BEGINNING);

    /** What {@code cdp help receipt} says. */
    static final String HELP = """
            'cdp backfill FILES --report FILE' writes a receipt when the run is over, also
            of one that was stopped. If FILE ends in .html or .htm it is a page to read,
            print or mail, which loads nothing and runs nothing; it shows the first record
            of each reason why some were not sent. Else it is one JSON object:
              tool, finished        who wrote it, and when
              about                 url, fingerprint of the key, mapping and options that
                                    make a run another one
              sources               each input; its records, bytes (unpacked) and hash, if
                                    it was read to its end
              inputs, url, read, accepted, rejected, held, filtered, earlier,
              unsettled, reasons, acceptedByType, warnings, requests, bytes,
              firstTimestamp, lastTimestamp, milliseconds, rejectFiles
                                    as printed by --json
              limitedBy             of a run of seconds: what kept it from being faster, as
                                    cause and text, and the percentages it rests on:
                                    readerWaited of the run (for room in a lane), lanesIdle
                                    of the lanes' time; of the rest of that: answers,
                                    slowerAnswers, rate, maxRps, tooManyRequests, failures;
                                    of the records: busiestLane, busiestPartition
              retries, bytesSent, requestsByStatus
                                    what went over the wire
              ending                exitCode, message and hints of the run
              events                accepted records by timestamp: step (hour, day, week,
                                    month, ...) and bars without a gap, each with the
                                    time it begins at (from, UTC) and its count (accepted)
              throughput            accepted records over the run: counts (accepted) of
                                    spans of so many milliseconds without a gap; the last
                                    ends when the run did, after elapsed milliseconds
            A receipt of an earlier run is written over, any other file is not.""";

    private final Options.Value<String> report;

    ReportOptions(Options options) {
        report = options.text("--report", "FILE", "Write a receipt: a page (.html), or JSON.");
    }

    /**
     * Found out before the first record is sent: whether it can be written, and writes over nothing else.
     *
     * @param others the files that the run reads and writes
     */
    void check(World world, List<Path> others) {
        Optional<Path> file = report.get().map(world::path);
        if (file.isEmpty()) {
            return;
        }
        String shown = "the report " + Shown.text(report.get().orElse(""));
        String elsewhere = "Name another place by --report FILE.";
        if (others.stream().anyMatch(other -> Places.isSamePlace(other, file.get()))) {
            throw Failure.usage(shown + " is a file that the run reads or writes", elsewhere);
        } else if (!Places.isWritable(file.get())) {
            throw Failure.usage(shown + " could not be written", elsewhere);
        } else if (!isReceipt(file.get())) {
            throw Failure.usage(shown + " exists and holds something else", elsewhere);
        }
    }

    /** Whether a file is not there, or empty, or the receipt of another run. */
    private static boolean isReceipt(Path file) {
        if (!Files.exists(file)) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String begin = new String(in.readNBytes(HtmlReceipt.BEGINNING.length()), StandardCharsets.ISO_8859_1);
            return begin.isEmpty() || BEGINNINGS.stream().anyMatch(begin::startsWith);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes it, if it was asked for.
     *
     * @return why it could not be written; empty when it is there, or need not be
     */
    Optional<Failure> write(World world, Receipt receipt, FinishedRun run) {
        if (report.get().isEmpty()) {
            return Optional.empty();
        }
        try {
            Replacement.of(world.path(report.get().get()), text(receipt, run).getBytes(StandardCharsets.UTF_8));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(Failure.of(
                    ExitCode.INTERNAL,
                    "the report " + Shown.text(report.get().get()) + " could not be written: "
                            + Shown.text(String.valueOf(e.getMessage())),
                    "Everything else is as told above."));
        }
    }

    private String text(Receipt receipt, FinishedRun run) {
        String name = report.get().orElse("").toLowerCase(Locale.ROOT);
        return name.endsWith(".html") || name.endsWith(".htm")
                ? new HtmlReceipt(run, receipt.traffic()).page()
                : JsonWriter.text(receipt.asJson(run)) + "\n";
    }
}
