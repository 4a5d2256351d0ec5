package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.DryRun;
import io.github.cdpcli.backfill.Source;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A backfill that reads as a run does, with no journal and no link, and sends nothing. */
final class BackfillLook {

    private final BackfillJob job;
    private final List<String> next;

    /**
     * A look.
     *
     * @param next the words of the command that would send
     */
    BackfillLook(BackfillJob job, List<String> next) {
        this.job = job;
        this.next = next;
    }

    ExitCode look(LookOptions.Wish wish) throws IOException {
        BackfillOptions options = job.options();
        if (options.rejects.isNamed()) {
            options.rejects.check(job.world(), job.selection(), options.pace.shard());
            options.look
                    .output()
                    .ifPresent(name ->
                            options.rejects.checkApart(job.world(), job.world().path(name)));
        }
        Looks looks = new Looks(
                job.world(),
                job.printer(),
                options.connection,
                options.mappings.messageIds(),
                options.rejects.isNamed() ? job.rejects() : reject -> {});
        DryRun run = new DryRun(job.plan(looks.ids(wish)), job.factory());
        DryRun.Counts counts = counts(wish, looks, run);
        RejectWords.tellOf(job.rejects(), job.printer());
        if (options.failIfEmpty.isSet() && counts.read() == 0) {
            throw Failure.of(ExitCode.EMPTY, "there is no record in the input");
        }
        return counts.rejected() + counts.held() > 0 ? ExitCode.PARTIAL : ExitCode.OK;
    }

    private DryRun.Counts counts(LookOptions.Wish wish, Looks looks, DryRun run) throws IOException {
        BackfillOptions options = job.options();
        CheckLook.Setting setting = new CheckLook.Setting(
                job.selection().names(),
                job.lanes(),
                options.pace.requestsPerSecond(),
                options.rejects.tolerance(),
                next);
        Progress.Mode mode = options.progress.get().orElse(looks.usualProgress(wish));
        Supplier<List<Source>> sources = () -> job.inputs().sources(Optional.empty(), job.rejects());
        Interruptible work = new Interruptible(job.world());
        try (Look chosen = looks.of(wish, setting);
                Progress telling = Progress.start(
                        job.world(), job.printer(), mode, run, job.selection().bytes())) {
            return telling.during(() -> chosen.at(work, run, sources, !options.input.areUnnamed()));
        }
    }
}
