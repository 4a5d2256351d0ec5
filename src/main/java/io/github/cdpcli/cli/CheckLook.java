package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.backfill.Check;
import io.github.cdpcli.backfill.DryRun;
import io.github.cdpcli.backfill.ReasonCode;
import io.github.cdpcli.backfill.Reject;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.input.RowReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code --check}: reads everything, and tells what is in it and what would become of it. */
final class CheckLook implements Look {

    /** As long as the ids that are derived, so that sizes are right; nobody gets to see it. */
    static final StandInIds IDS = new StandInIds("0".repeat(26));

    private final World world;
    private final Printer printer;
    private final Check check;
    private final Setting setting;

    /**
     * What a check knows beside the records.
     *
     * @param inputs as the user named them
     * @param lanes requests a run would have under way at once, at most
     * @param requestsPerSecond a run's pace, at most
     * @param tolerance when a run gives up
     * @param next the words of the command to run next
     */
    record Setting(
            List<String> inputs, int lanes, int requestsPerSecond, Backfill.Tolerance tolerance, List<String> next) {

        /** Whether records lack what a mapping would give them, and none was given. */
        boolean needsMapping(Check check) {
            boolean isGiven = next.stream().anyMatch(word -> word.startsWith("--map"));
            boolean isIncomplete = check.reasons().containsKey(Problem.Code.MISSING.wireName())
                    || check.reasons().containsKey(ReasonCode.MISSING_TIMESTAMP.wireName());
            return !isGiven && isIncomplete && !inputs.contains(InputSelection.STDIN);
        }
    }

    CheckLook(World world, Printer printer, Check check, Setting setting) {
        this.world = world;
        this.printer = printer;
        this.check = check;
        this.setting = setting;
    }

    /** Stands for the messageId of a record that has none. */
    @Override
    public void opened(String input, RowReader rows) {
        check.opened(input, rows);
    }

    @Override
    public boolean ready(DryRun.Prepared record) {
        return check.ready(record);
    }

    @Override
    public boolean turnedAway(Reject reject, Optional<DryRun.Prepared> record) throws IOException {
        return check.turnedAway(reject, record);
    }

    @Override
    public void end(DryRun.Counts counts, boolean atEnd) {
        CheckPage page = new CheckPage(printer, new Chart(world.speaksUtf8()), check, counts, setting);
        printer.result(page.text(), CheckJson.of(check, counts, setting));
    }

    @Override
    public void endAtDamage(DryRun.Counts counts) {
        end(counts, false);
    }
}
