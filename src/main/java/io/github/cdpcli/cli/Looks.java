package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.backfill.Check;
import io.github.cdpcli.backfill.RejectSink;
import java.util.Optional;

/** The ways of looking before sending, and what each needs to know. */
final class Looks {

    private final World world;
    private final Printer printer;
    private final ConnectionOptions connection;
    private final MessageIdRule messageIds;
    private final RejectSink rejects;

    /**
     * Ways of looking.
     *
     * @param messageIds where the ids of records come from that have none
     * @param rejects is given what would be rejected or held
     */
    Looks(World world, Printer printer, ConnectionOptions connection, MessageIdRule messageIds, RejectSink rejects) {
        this.world = world;
        this.printer = printer;
        this.connection = connection;
        this.messageIds = messageIds;
        this.rejects = rejects;
    }

    Look of(LookOptions.Wish wish, CheckLook.Setting setting) {
        if (wish instanceof LookOptions.Wish.Check) {
            return new CheckLook(world, printer, new Check(world.clock(), rejects, setting.lanes()), setting);
        } else if (wish instanceof LookOptions.Wish.Preview preview) {
            return new PreviewLook(printer, preview.records());
        }
        Optional<NewFile> file =
                ((LookOptions.Wish.DryRun) wish).output().map(name -> NewFile.begin(world.path(name), "--output"));
        return new DryRunLook(printer, file, rejects);
    }

    /** A line that changes does not go with records that are printed. */
    Progress.Mode usualProgress(LookOptions.Wish wish) {
        boolean prints = wish instanceof LookOptions.Wish.Preview
                || (wish instanceof LookOptions.Wish.DryRun dryRun
                        && dryRun.output().isEmpty());
        return prints ? Progress.Mode.NONE : Progress.Mode.AUTO;
    }

    /**
     * The messageIds of records without one. A check shows none, a preview does without where there is no key, and a dry
     * run, which is exact or nothing, does not.
     */
    Backfill.Identity ids(LookOptions.Wish wish) {
        if (messageIds.kind() == MessageIdRule.Kind.KEEP) {
            return Backfill.Identity.NONE;
        } else if (wish instanceof LookOptions.Wish.Check) {
            return CheckLook.IDS;
        } else if (wish instanceof LookOptions.Wish.Preview) {
            return idsOfKey().orElse(PreviewLook.IDS);
        }
        try (Link link = Link.open(world, printer, connection)) {
            if (link.isSandbox()) {
                printer.warn("messageIds that are derived are those of a sandbox that is gone when this command ends");
            }
            return messageIds.identity(world, link.namespace());
        }
    }

    /** By the key that records would be sent with, if there is one; a sandbox has one only while it lives. */
    private Optional<Backfill.Identity> idsOfKey() {
        if (connection.isSandbox()) {
            return Optional.empty();
        }
        Settings settings = connection.settings(world, printer);
        return settings.key()
                .map(key -> messageIds.identity(
                        world, Link.namespace(settings.endpoint().value(), key.value())));
    }
}
