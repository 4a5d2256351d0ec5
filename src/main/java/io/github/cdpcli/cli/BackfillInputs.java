package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.HashingInputStream;
import io.github.cdpcli.backfill.InputCheck;
import io.github.cdpcli.backfill.Journal;
import io.github.cdpcli.backfill.RejectFile;
import io.github.cdpcli.backfill.Source;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.input.InputOptions;
import io.github.cdpcli.input.Inputs;
import io.github.cdpcli.input.RowReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The inputs a backfill was given, as the user named them. Closing it closes their journals. */
final class BackfillInputs implements AutoCloseable {

    private static final String STDIN = "-";
    private static final int HEAD = 1 << 16;

    private final World world;
    private final InputOptions options;
    private final List<Journal> journals = new ArrayList<>();

    BackfillInputs(World world, InputOptions options) {
        this.world = world;
        this.options = options;
    }

    /** Looks at every file before the first record is sent: an unusable third one should not be found out half-way. */
    void check(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (names.subList(0, i).stream().anyMatch(other -> isSameInput(other, name))) {
                throw Failure.usage("an input is named twice; every record would be sent twice");
            }
            if (name.isBlank()) {
                throw Failure.usage("an input has an empty name", "Is a variable of the command line unset?");
            }
            if (!name.equals(STDIN)) {
                checkFile(name);
            }
        }
    }

    private boolean isSameInput(String one, String other) {
        return one.equals(other)
                || (!one.equals(STDIN) && !other.equals(STDIN) && isSame(world.path(one), world.path(other)));
    }

    /** Whether two names are of one file; a file that does not exist is none. */
    static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    private void checkFile(String name) {
        Path file = world.path(name);
        String shown = Shown.text(name);
        if (!Files.exists(file)) {
            throw Failure.usage("there is no file " + shown);
        } else if (Files.isDirectory(file)) {
            throw Failure.usage(shown + " is a directory", "Name the files in it: cdp backfill " + shown + "/*");
        } else if (!Files.isRegularFile(file)) {
            // A pipe can be opened only once; what it holds is found out when it is its turn.
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            refuseUnreadable(name, Inputs.open(name, in, options));
        } catch (IOException e) {
            throw cannotRead(shown, e);
        }
    }

    private static Failure cannotRead(String shown, IOException e) {
        return Failure.usage(shown + " cannot be read: " + Shown.text(String.valueOf(e.getMessage())));
    }

    private static RowReader refuseUnreadable(String name, Inputs.Opened opened) {
        if (opened instanceof Inputs.Opened.Ready ready) {
            return ready.reader();
        }
        List<String> reasons = ((Inputs.Opened.Refused) opened).reasons();
        throw Failure.invalid(
                Shown.text(name) + " cannot be read as it is; nothing was sent",
                reasons.stream()
                        .map(reason -> new Problem(Problem.Code.BAD_OPTION, Shown.text(name), reason))
                        .toList());
    }

    /** The inputs, with their journals opened and held against what they say. */
    List<Source> sources(List<String> names, Optional<BackfillJournals> kept, RejectFile rejects) {
        List<Source> sources = new ArrayList<>();
        for (String name : names) {
            try {
                sources.add(name.equals(STDIN) ? standardInput(kept) : file(name, kept));
                Optional<Journal> journal = sources.get(sources.size() - 1).journal();
                if (journal.filter(Journal::isContinued).isPresent()) {
                    rejects.continueAt(name, journal.get().rejectsBytes());
                }
            } catch (IOException e) {
                throw BackfillJournals.failed(name, e);
            }
        }
        return sources;
    }

    private Source file(String name, Optional<BackfillJournals> kept) throws IOException {
        Optional<BackfillJournals.Kept> found = Optional.empty();
        if (kept.isPresent() && Files.isRegularFile(world.path(name))) {
            found = Optional.of(kept.get().ofFile(name));
            journals.add(found.get().journal());
        }
        boolean finished = found.filter(journal -> journal.verdict() == InputCheck.Verdict.FINISHED)
                .isPresent();
        Optional<Journal> journal = found.map(BackfillJournals.Kept::journal);
        return new Source(name, journal, finished, () -> open(name, journal));
    }

    private Source.Open open(String name, Optional<Journal> journal) throws IOException {
        HashingInputStream stream = HashingInputStream.of(Files.newInputStream(world.path(name)), journal);
        Inputs.Opened opened = Inputs.open(name, stream, options);
        if (opened instanceof Inputs.Opened.Refused refused) {
            stream.close();
            throw new IOException(name + " " + refused.reasons().get(0));
        }
        return new Source.Open(stream, ((Inputs.Opened.Ready) opened).reader());
    }

    /** Can be opened only once, so that is done here and now. */
    private Source standardInput(Optional<BackfillJournals> kept) {
        try {
            byte[] head = head(world.in());
            Optional<Journal> journal = Optional.empty();
            if (kept.isPresent()) {
                journal = Optional.of(kept.get().ofStandardInput(head));
                journals.add(journal.get());
            }
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), world.in());
            HashingInputStream stream = HashingInputStream.of(whole, journal);
            Source.Open open =
                    new Source.Open(stream, refuseUnreadable("standard input", Inputs.open(STDIN, stream, options)));
            return new Source(STDIN, journal, false, () -> open);
        } catch (HashingInputStream.ChangedException e) {
            throw BackfillJournals.changed(STDIN);
        } catch (IOException e) {
            throw cannotRead("standard input", e);
        }
    }

    /** How it begins, without waiting for more than that: the first line of NDJSON, the header and first row of a table. */
    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int lines = 1;
        for (int b = in.read(); b >= 0; b = in.read()) {
            lines += head.size() == 0 && b != '{' ? 1 : 0;
            lines -= b == '\n' ? 1 : 0;
            head.write(b);
            if (lines == 0 || head.size() == HEAD) {
                break;
            }
        }
        return head.toByteArray();
    }

    @Override
    public void close() throws IOException {
        for (Journal journal : journals) {
            journal.close();
        }
    }
}
