package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.HashingInputStream;
import io.github.cdpcli.backfill.InputCheck;
import io.github.cdpcli.backfill.Journal;
import io.github.cdpcli.backfill.RejectFile;
import io.github.cdpcli.backfill.Source;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.input.BrokenInputException;
import io.github.cdpcli.input.Content;
import io.github.cdpcli.input.InputFile;
import io.github.cdpcli.input.InputOptions;
import io.github.cdpcli.input.Inputs;
import io.github.cdpcli.input.RowReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The inputs a backfill was given, as the user named them. Closing it closes their journals. */
final class BackfillInputs implements AutoCloseable {

    private static final int HEAD = 1 << 16;
    private static final int HEAD_OF_MANY_LINES = 1 << 12;

    private final World world;
    private final InputSelection selection;
    private final InputOptions options;
    private final List<Journal> journals = new ArrayList<>();

    BackfillInputs(World world, InputSelection selection, InputOptions options) {
        this.world = world;
        this.selection = selection;
        this.options = options;
    }

    /** Looks at every file before the first record is sent: an unusable third one should not be found out half-way. */
    void check() {
        for (String name : selection.names()) {
            // A pipe can be opened only once; what it holds is found out when it is its turn.
            selection
                    .file(name)
                    .filter(file -> Files.isRegularFile(file.path()))
                    .ifPresent(this::check);
        }
    }

    private void check(InputFile file) {
        try (Content content = file.open(options.encoding())) {
            refuseUnreadable(file.name(), Inputs.open(file.name(), content, options.in(content.encoding())));
        } catch (IOException e) {
            throw cannotRead(file.name(), e);
        }
    }

    static Failure cannotRead(String name, IOException e) {
        return e instanceof BrokenInputException
                ? Failure.usage(
                        Shown.text(String.valueOf(e.getMessage()), 500), "Nothing was sent. Get the file again.")
                : Failure.usage(Shown.text(name) + " cannot be read: " + Shown.text(reason(name, e)));
    }

    /** Why a file cannot be read; the system says no more than its name in the commonest cases. */
    private static String reason(String name, IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access denied";
        } else if (e instanceof NoSuchFileException) {
            return name + " is not there any more";
        }
        return String.valueOf(e.getMessage());
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
    List<Source> sources(Optional<BackfillJournals> kept, RejectFile rejects) {
        List<Source> sources = new ArrayList<>();
        for (String name : selection.names()) {
            Optional<InputFile> file = selection.file(name);
            try {
                sources.add(file.isEmpty() ? standardInput(kept) : file(file.get(), kept));
                Optional<Journal> journal = sources.get(sources.size() - 1).journal();
                if (journal.filter(Journal::isContinued).isPresent()) {
                    rejects.continueAt(name, journal.get().rejectsBytes());
                }
            } catch (BrokenInputException e) {
                throw cannotRead(name, e);
            } catch (IOException e) {
                throw BackfillJournals.failed(name, e);
            }
        }
        return sources;
    }

    private Source file(InputFile file, Optional<BackfillJournals> kept) throws IOException {
        Optional<BackfillJournals.Kept> found = Optional.empty();
        if (kept.isPresent() && Files.isRegularFile(file.path())) {
            found = Optional.of(kept.get().ofFile(file, () -> file.open(options.encoding())));
            journals.add(found.get().journal());
        }
        boolean finished = found.filter(journal -> journal.verdict() == InputCheck.Verdict.FINISHED)
                .isPresent();
        Optional<Journal> journal = found.map(BackfillJournals.Kept::journal);
        return new Source(file.name(), journal, finished, begin(journal, finished), () -> open(file, journal));
    }

    private Instant begin(Optional<Journal> journal, boolean finished) throws IOException {
        Instant now = world.clock().instant();
        return journal.isPresent() && !finished ? journal.get().begin(now) : now;
    }

    private Source.Open open(InputFile file, Optional<Journal> journal) throws IOException {
        Content content;
        try {
            content = file.open(options.encoding());
        } catch (AccessDeniedException | NoSuchFileException e) {
            throw new BrokenInputException(file.name() + " cannot be read: " + reason(file.name(), e));
        }
        HashingInputStream stream = HashingInputStream.ofChecked(content, journal);
        Inputs.Opened opened = Inputs.open(file.name(), stream, options.in(content.encoding()));
        if (opened instanceof Inputs.Opened.Refused refused) {
            stream.close();
            throw new BrokenInputException(file.name() + " " + refused.reasons().get(0));
        }
        return new Source.Open(stream, ((Inputs.Opened.Ready) opened).reader(), content::rawBytes);
    }

    /** Can be opened only once, so that is done here and now. */
    private Source standardInput(Optional<BackfillJournals> kept) {
        try {
            Content content = Content.of(InputSelection.STDIN, world.in(), options.encoding());
            byte[] head = head(content);
            Optional<Journal> journal = Optional.empty();
            if (kept.isPresent()) {
                journal = Optional.of(kept.get().ofStandardInput(head));
                journals.add(journal.get());
            }
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), content);
            HashingInputStream stream = HashingInputStream.of(whole, journal);
            RowReader rows = refuseUnreadable(
                    "standard input", Inputs.open(InputSelection.STDIN, stream, options.in(content.encoding())));
            Source.Open open = new Source.Open(stream, rows, content::rawBytes);
            return new Source(InputSelection.STDIN, journal, false, begin(journal, false), () -> open);
        } catch (HashingInputStream.ChangedException e) {
            throw BackfillJournals.changed(InputSelection.STDIN, 0);
        } catch (IOException e) {
            throw cannotRead("standard input", e);
        }
    }

    /**
     * How it begins, without waiting for more than that: the first line of NDJSON, the header and first row of a table. Many
     * begin with a bracket on a line of its own, so that says little, and a little more is read.
     */
    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int lines = 1;
        for (int b = in.read(); b >= 0; b = in.read()) {
            lines += head.size() == 0 && b != '{' ? 1 : 0;
            lines -= b == '\n' ? 1 : 0;
            head.write(b);
            if (head.size() == HEAD || (b == '\n' && lines <= 0 && isTelling(head))) {
                break;
            }
        }
        return head.toByteArray();
    }

    private static boolean isTelling(ByteArrayOutputStream head) {
        String first = head.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        boolean isBracket = first.equals("{") || first.equals("[") || first.equals("[{");
        return !isBracket || head.size() >= HEAD_OF_MANY_LINES;
    }

    @Override
    public void close() throws IOException {
        for (Journal journal : journals) {
            journal.close();
        }
    }
}
