package io.github.cdpcli.cli;

import io.github.cdpcli.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where is kept what is settled, if anywhere. */
final class JournalOptions {

    private final Options.Value<String> journal;
    private final Options.Flag noJournal;
    private final Options.Flag restart;

    JournalOptions(Options options) {
        options.group("Running again:");
        journal = options.text("--journal", "FILE", "Keep what is settled here (default: under ~/.local/state/cdp).");
        noJournal = options.flag("--no-journal", "Keep nothing: the next run sends everything again.");
        restart = options.flag("--restart", "Forget earlier runs of this input; send all of it.");
    }

    void check(int inputs) {
        if (noJournal.isSet() && (journal.get().isPresent() || restart.isSet())) {
            throw Failure.usage("--no-journal leaves nothing for --journal or --restart to say");
        } else if (journal.get().isPresent() && inputs > 1) {
            throw Failure.usage("--journal names one file, but there are " + inputs + " inputs", "Leave it out.");
        }
    }

    /** The file named by the user. */
    Optional<Path> named(World world) {
        return journal.get().map(world::path);
    }

    /** One file cannot be two things: the one that is written last would be all that is left. */
    void checkApart(World world, List<Path> others) {
        if (named(world)
                .filter(file -> others.stream().anyMatch(other -> Places.isSamePlace(file, other)))
                .isPresent()) {
            throw Failure.usage(
                    "the journal " + Shown.text(journal.get().orElse("")) + " is a file that the run reads or writes",
                    "Name another place by --journal FILE.");
        }
    }

    /**
     * The journals of a run; none for a sandbox that ends with it, unless one is named.
     *
     * @param about see {@link BackfillJournals}
     */
    Optional<BackfillJournals> journals(World world, boolean toSandbox, Json.Obj about) {
        return noJournal.isSet() || (toSandbox && journal.get().isEmpty())
                ? Optional.empty()
                : Optional.of(new BackfillJournals(world, named(world), restart.isSet(), about));
    }
}
