package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Guard;

/** What a backfill sends only when it is told to. */
final class GuardOptions {

    private final Options.Flag allowTriggers;
    private final Options.Flag allowDestructive;
    private final Options.Flag allowFuture;

    GuardOptions(Options options) {
        options.group("Guards:");
        allowTriggers = options.flag("--allow-triggers", "Send the last 72 hours too: can trigger campaigns.");
        allowDestructive = options.flag("--allow-destructive", "Send events that delete or suppress people, objects.");
        allowFuture = options.flag("--allow-future", "Send records that lie in the future.");
    }

    Guard guard(World world) {
        return new Guard(world.clock(), allowTriggers.isSet(), allowDestructive.isSet(), allowFuture.isSet());
    }
}
