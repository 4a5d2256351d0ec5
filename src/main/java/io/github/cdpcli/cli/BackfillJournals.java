package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.InputCheck;
import io.github.cdpcli.backfill.Journal;
import io.github.cdpcli.input.InputFile;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the journal of each input: by default below {@code ${XDG_STATE_HOME:-~/.local/state}/cdp/}, named by a hash of what
 * it is about, so that the same command finds it again.
 */
final class BackfillJournals {

    private final World world;
    private final Optional<Path> named;
    private final boolean restart;
    private final Json.Obj about;

    /**
     * Journals of one command.
     *
     * @param named the file named by the user
     * @param about target, key fingerprint and mapping: what makes another run of the same input another matter
     */
    BackfillJournals(World world, Optional<Path> named, boolean restart, Json.Obj about) {
        this.world = world;
        this.named = named;
        this.restart = restart;
        this.about = about;
    }

    /** The journal of a file, and whether anything is left to do. */
    record Kept(Journal journal, InputCheck.Verdict verdict) {}

    /**
     * The journal of a file.
     *
     * @param content opens it as text
     * @throws io.github.cdpcli.input.BrokenInputException when less of it can be read than an earlier run did
     */
    Kept ofFile(InputFile file, InputCheck.Opener content) throws IOException {
        String name = file.name();
        String entry = file.entry().map(inside -> ":" + inside).orElse("");
        Journal journal = open(name, file.path().toAbsolutePath().normalize() + entry);
        InputCheck.Verdict verdict;
        try {
            verdict = InputCheck.check(content, journal);
        } catch (IOException e) {
            journal.close();
            throw e;
        }
        if (verdict == InputCheck.Verdict.CHANGED) {
            journal.close();
            throw changed(name, 0);
        }
        return new Kept(journal, verdict);
    }

    /**
     * An input is not the one that its journal is about.
     *
     * @param sent how many records were accepted before that was noticed, of this input or of others
     */
    static Failure changed(String name, long sent) {
        return Failure.usage(
                (name.equals("-") ? "standard input" : Shown.text(name))
                        + " has changed since an earlier run began with it; "
                        + (sent == 0
                                ? "nothing was sent"
                                : Words.count(sent, "record") + " of this run were sent before that was noticed"),
                "Give the run its old input to go on, or --restart to send all of the new one.");
    }

    /** Standard input is known by how it begins. */
    Journal ofStandardInput(byte[] head) throws IOException {
        return open("standard input", "- " + hash(head));
    }

    private Journal open(String shown, String input) throws IOException {
        Map<String, Json> subject = new LinkedHashMap<>(about.members());
        subject.put("input", Json.of(input));
        Json.Obj identity = new Json.Obj(subject);
        Path file = named.orElseGet(() -> folder().resolve(hash(JsonWriter.bytes(identity)) + ".journal"));
        Map<String, Json> header = new LinkedHashMap<>();
        header.put("journal", Json.of(1));
        header.put("begun", Json.of(world.clock().instant().toString()));
        header.put("about", identity);
        Journal.Opened opened = Journal.open(file, new Json.Obj(header), restart);
        String what = "the journal of " + Shown.text(shown) + " (" + Shown.text(file.toString()) + ") ";
        if (opened instanceof Journal.Opened.InUse) {
            throw Failure.usage(
                    what + "is in use by another run",
                    "Wait for that run to end, or stop it: this one can go on then.");
        } else if (opened instanceof Journal.Opened.Unusable unusable) {
            throw Failure.usage(
                    what + unusable.why(),
                    "Name another one by --journal FILE, or give --restart: everything is sent again then.");
        }
        Journal journal = ((Journal.Opened.Ready) opened).journal();
        if (!identity.equals(journal.header().get("about"))) {
            journal.close();
            throw Failure.usage(
                    "the journal " + Shown.text(file.toString()) + " is about another input, mapping or target",
                    "Name another one, or give --restart to begin it anew.");
        }
        return journal;
    }

    private Path folder() {
        return world.variable("XDG_STATE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(world.home().resolve(".local").resolve("state"))
                .resolve("cdp");
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** An input cannot be read, or a journal not be written: found out before anything is sent. */
    static Failure failed(String name, IOException e) {
        if (String.valueOf(e.getMessage()).contains("Too many open files")) {
            return Failure.usage(
                    "there are more inputs than files that may be open: each needs two for its journal",
                    "Send fewer at a time, allow more by ulimit -n, or do without by --no-journal.");
        }
        return Failure.usage(
                "the journal of " + Shown.text(name) + " cannot be kept: " + Shown.text(String.valueOf(e.getMessage())),
                "Name a place for it by --journal FILE, or do without by --no-journal.");
    }
}
