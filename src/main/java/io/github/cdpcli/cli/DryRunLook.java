package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.DryRun;
import io.github.cdpcli.backfill.Reject;
import io.github.cdpcli.backfill.RejectSink;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code --dry-run}: all records as they would be sent, as NDJSON in the order of the inputs; a summary on standard error. */
final class DryRunLook implements Look {

    private final Printer printer;
    private final Optional<NewFile> file;
    private final RejectSink rejects;
    private final Map<String, Long> reasons = new TreeMap<>();
    private long bytes;
    private boolean isHeard = true;

    /**
     * Nothing seen yet.
     *
     * @param file where the records go; standard output when there is none
     * @param rejects is given what would be rejected or held
     */
    DryRunLook(Printer printer, Optional<NewFile> file, RejectSink rejects) {
        this.printer = printer;
        this.file = file;
        this.rejects = rejects;
    }

    @Override
    public boolean ready(DryRun.Prepared record) throws IOException {
        byte[] line = EventLine.of(record.event());
        bytes += line.length;
        if (file.isPresent()) {
            file.get().line(line);
        } else {
            isHeard = printer.output(line);
        }
        return isHeard;
    }

    @Override
    public boolean turnedAway(Reject reject, Optional<DryRun.Prepared> record) throws IOException {
        rejects.write(reject);
        reasons.merge(reject.code(), 1L, Long::sum);
        return true;
    }

    @Override
    public void end(DryRun.Counts counts, boolean atEnd) throws IOException {
        if (file.isPresent()) {
            file.get().finish();
        }
        if (printer.isJson() && !printer.isQuiet()) {
            printer.progress(JsonWriter.text(new Json.Obj(Map.of("dryRun", asJson(counts, atEnd)))));
        }
        printer.note("dry run: nothing was sent" + (isHeard ? "" : "; it ended early, because nobody reads on"));
        printer.note("  read " + Words.grouped(counts.read()) + ", written " + Words.grouped(counts.ready()) + " ("
                + Words.bytes(bytes) + "), rejected " + Words.grouped(counts.rejected()) + ", held "
                + Words.grouped(counts.held())
                + (counts.filtered() == 0
                        ? ""
                        : ", left to other shards or by --since and --until " + Words.grouped(counts.filtered())));
        if (!reasons.isEmpty()) {
            StringBuilder list = new StringBuilder();
            reasons.forEach((code, count) -> list.append(list.isEmpty() ? "" : ", ")
                    .append(code)
                    .append(' ')
                    .append(Words.grouped(count)));
            printer.note("  not written: " + list + " (--check tells more)");
        }
    }

    private Json.Obj asJson(DryRun.Counts counts, boolean atEnd) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("complete", Json.of(atEnd));
        members.put("read", Json.of(counts.read()));
        members.put("written", Json.of(counts.ready()));
        members.put("rejected", Json.of(counts.rejected()));
        members.put("held", Json.of(counts.held()));
        members.put("filtered", Json.of(counts.filtered()));
        members.put("bytes", Json.of(bytes));
        Map<String, Json> byCode = new LinkedHashMap<>();
        reasons.forEach((code, count) -> byCode.put(code, Json.of(count)));
        members.put("reasons", new Json.Obj(byCode));
        return new Json.Obj(members);
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
