package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.backfill.RejectFile;
import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.input.Mapping;

/**
 * What a backfill was asked to do: read some files in some way, whether the records are then sent or only looked at.
 *
 * @param mapping how rows become calls
 * @param rejects where records go that are not sent
 */
record BackfillJob(
        World world,
        Printer printer,
        BackfillOptions options,
        InputSelection selection,
        Mapping mapping,
        BackfillInputs inputs,
        RejectFile rejects) {

    EventFactory factory() {
        return new EventFactory(new CallRules(world.clock(), options.times.reader(mapping.zone())));
    }

    /** How many requests may go at a time. */
    int lanes() {
        return options.pace.lanes(selection.bytes().orElse(Long.MAX_VALUE / 2));
    }

    /** How records are read, divided and let through. */
    Backfill.Plan plan(Backfill.Identity ids) {
        return new Backfill.Plan(
                mapping.type(),
                options.times.nowIsUsual(),
                options.times.window(mapping.zone()),
                options.guards.guard(world),
                ids,
                options.pace.order(),
                lanes(),
                options.pace.shard(),
                options.rejects.tolerance(),
                options.input.flush());
    }
}
