package io.github.cdpcli.backfill;

/** Ends a run of which too much is rejected. Asked whenever something was settled, for only then is it known. */
final class Patience {

    /** A share says little of fewer. */
    private static final long FEWEST = 100;

    private final Backfill.Tolerance tolerance;
    private final Tally tally;
    private final Halt halt;

    Patience(Backfill.Tolerance tolerance, Tally tally, Halt halt) {
        this.tolerance = tolerance;
        this.tally = tally;
        this.halt = halt;
    }

    void check() {
        long rejected = tally.rejected();
        if (tally.accepted() == 0 && tally.rejectedInARow() >= tolerance.inARow()) {
            stop(tally.rejectedInARow() + " records in a row were rejected, and none accepted");
        } else if (tolerance.total().filter(most -> rejected >= most).isPresent()) {
            stop(rejected + " records were rejected");
        } else if (tolerance.share().filter(most -> isMore(rejected, most)).isPresent()) {
            stop(rejected + " of " + (rejected + tally.accepted()) + " records were rejected");
        }
    }

    private boolean isMore(long rejected, double share) {
        long settled = rejected + tally.accepted();
        return settled >= FEWEST && rejected > share * settled;
    }

    private void stop(String message) {
        halt.stop(new Summary.Stop.ByRejects(message));
    }
}
