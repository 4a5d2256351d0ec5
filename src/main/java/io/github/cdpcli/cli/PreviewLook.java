package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.DryRun;
import io.github.cdpcli.backfill.Reject;
import java.util.Optional;

/** {@code --preview N}: the first records as they would be sent, on standard output; notes on standard error. */
final class PreviewLook implements Look {

    /** So many records in a row that would not be sent tell enough. */
    private static final int PATIENCE = 1000;

    /** As long as the ids that are derived, so that sizes are right. */
    static final StandInIds IDS = new StandInIds("known-only-with-an-API-key");

    private final Printer printer;
    private final int most;
    private int shown;
    private int inARow;
    private boolean showsUnknownId;
    private Optional<Reject> first = Optional.empty();

    PreviewLook(Printer printer, int most) {
        this.printer = printer;
        this.most = most;
    }

    /** Stands for the messageId of a record that has none, where no key is known. */
    @Override
    public boolean ready(DryRun.Prepared record) {
        shown++;
        inARow = 0;
        showsUnknownId |= IDS.id().equals(record.event().messageId());
        return printer.output(EventLine.of(record.event())) && shown < most;
    }

    @Override
    public boolean turnedAway(Reject reject, Optional<DryRun.Prepared> record) {
        first = first.isEmpty() ? Optional.of(reject) : first;
        inARow++;
        return inARow < PATIENCE;
    }

    @Override
    public void end(DryRun.Counts counts, boolean atEnd) {
        long passed = counts.rejected() + counts.held();
        first.ifPresent(reject -> {
            printer.note(Words.count(passed, "record") + " among these would not be sent, and "
                    + (passed == 1 ? "is" : "are") + " not shown; --check tells all reasons. The first:");
            printer.note("  " + RejectWords.of(reject));
        });
        if (inARow == PATIENCE) {
            printer.note("No record of the last " + Words.grouped(PATIENCE) + " would be sent: looking ended here.");
        }
        if (showsUnknownId) {
            printer.note("A messageId that is derived depends on the key; none is given, so " + IDS.id()
                    + " stands in its place.");
        }
    }

    @Override
    public void endAtDamage(DryRun.Counts counts) {
        end(counts, false);
    }
}
