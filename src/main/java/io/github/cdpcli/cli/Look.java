package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.DryRun;
import io.github.cdpcli.backfill.Source;
import io.github.cdpcli.input.BrokenInputException;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** One way of looking before sending: takes the records of a dry run, and says at its end what was seen. */
interface Look extends DryRun.Records, AutoCloseable {

    /**
     * Says it.
     *
     * @param counts of the records that were read
     * @param atEnd whether all there are were read
     * @throws IOException when what was seen cannot be kept
     */
    void end(DryRun.Counts counts, boolean atEnd) throws IOException;

    /**
     * Says what was seen before an input turned out to be cut off or damaged.
     *
     * @throws IOException when what was seen cannot be kept
     */
    default void endAtDamage(DryRun.Counts counts) throws IOException {}

    @Override
    default void close() throws IOException {}

    /**
     * Looks at everything, or as much as it takes.
     *
     * @param work does it until it is interrupted
     * @param sources opens the inputs, which may have to wait for them
     * @param isNamed whether somebody named an input; if not, there must be something in it
     */
    default DryRun.Counts at(Interruptible work, DryRun run, Supplier<List<Source>> sources, boolean isNamed) {
        try {
            boolean atEnd = ran(work, run, sources);
            DryRun.Counts counts = run.counts();
            if (!isNamed && counts.read() == 0) {
                throw Failure.usage("no input: no file is named, and nothing came on standard input");
            } else if (!counts.addsUp()) {
                throw Failure.of(ExitCode.INTERNAL, "the numbers do not add up: a bug in cdp");
            }
            end(counts, atEnd);
            return counts;
        } catch (IOException e) {
            throw Failure.of(
                    ExitCode.INTERNAL,
                    "stopped, because of " + Shown.text(String.valueOf(e.getMessage())) + "; nothing was sent");
        }
    }

    private boolean ran(Interruptible work, DryRun run, Supplier<List<Source>> sources) throws IOException {
        try {
            return work.call(() -> run.run(sources.get(), this));
        } catch (BrokenInputException e) {
            endAtDamage(run.counts());
            throw Failure.usage(
                    "stopped, because " + Shown.text(String.valueOf(e.getMessage()), 500),
                    "Nothing was sent. Only what stands before that was looked at. Get the file again.");
        }
    }
}
