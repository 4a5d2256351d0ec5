package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Reject;
import io.github.cdpcli.backfill.RejectFile;
import io.github.cdpcli.input.Position;

/** Where and why a record is not sent, in words. */
final class RejectWords {

    private RejectWords() {}

    /** {@code orders.csv line 12: timestamp cannot be read as a time}. */
    static String of(Reject reject) {
        return place(reject.position()) + ": " + what(reject.field(), reject.message());
    }

    static String place(Position position) {
        return input(position.file()) + " line " + Words.grouped(position.line());
    }

    /** An input as it is shown. */
    static String input(String name) {
        return name.equals("-") ? "standard input" : Shown.text(name, 40);
    }

    /** Where the records are that were not sent. */
    static void tellOf(RejectFile file, Printer printer) {
        file.movedAside()
                .forEach((old, aside) ->
                        printer.warn("rejects of an earlier run were kept as " + Shown.text(aside.toString())));
        file.written().forEach(path -> printer.note("not sent, with reasons: " + Shown.text(path.toString())));
    }

    static String what(String field, String message) {
        return (field.isEmpty() ? "" : Shown.text(field, 60) + " ") + Shown.text(message, 300);
    }
}
