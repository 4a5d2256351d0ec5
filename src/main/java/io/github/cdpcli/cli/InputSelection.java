package io.github.cdpcli.cli;

import io.github.cdpcli.input.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which inputs the names on the command line mean: files as they are, the files in folders and archives, and what matches a
 * pattern that the shell left as it was. What a folder or a pattern gives is taken once, however often it is met.
 *
 * @param files by name, in the order in which they are sent; empty for standard input
 */
record InputSelection(Map<String, Optional<InputFile>> files) {

    static final String STDIN = "-";

    private static final int LONGEST_OF_ENTRY = 80;

    /** Finds them; refuses what cannot be meant. */
    static InputSelection of(World world, List<String> names) {
        return new Finder(world).find(names);
    }

    List<String> names() {
        return List.copyOf(files.keySet());
    }

    int size() {
        return files.size();
    }

    Optional<InputFile> file(String name) {
        return files.getOrDefault(name, Optional.empty());
    }

    /** How much there is to read as it is stored; empty when one of them does not say, as a pipe does not. */
    OptionalLong bytes() {
        boolean isKnown = files.values().stream()
                .allMatch(file ->
                        file.filter(known -> Files.isRegularFile(known.path())).isPresent());
        return isKnown
                ? OptionalLong.of(files.values().stream()
                        .mapToLong(file -> file.map(InputFile::bytes).orElse(0L))
                        .sum())
                : OptionalLong.empty();
    }

    /** What the names of files begin with that are written for an input. Nothing from within an archive makes a path. */
    String outputName(String name) {
        Optional<InputFile> file = file(name);
        if (file.isEmpty() || file.get().entry().isEmpty()) {
            return name.equals(STDIN) ? "stdin" : name;
        }
        String entry = file.get().entry().get();
        String plain = entry.replaceAll("[^\\p{L}\\p{N}._-]+", "_");
        String end = plain.substring(Math.max(0, plain.length() - LONGEST_OF_ENTRY));
        return name.substring(0, name.length() - entry.length() - 1) + "." + end;
    }

    /** Goes through the names. */
    private static final class Finder {
        private final World world;
        private final Map<String, Optional<InputFile>> found = new LinkedHashMap<>();
        private final Set<Object> taken = new HashSet<>();

        Finder(World world) {
            this.world = world;
        }

        InputSelection find(List<String> names) {
            // What is named in so many words goes first, so that a pattern that meets it as well leaves it where it is.
            List<String> several = new ArrayList<>();
            for (String name : names) {
                if (name.isBlank()) {
                    throw Failure.usage("an input has an empty name", "Is a variable of the command line unset?");
                } else if (isSeveral(name)) {
                    several.add(name);
                } else if (!taken.add(key(name))) {
                    throw Failure.usage("an input is named twice; every record would be sent twice");
                }
            }
            for (String name : names) {
                if (several.contains(name)) {
                    addSeveral(name);
                } else {
                    add(name);
                }
            }
            return new InputSelection(found);
        }

        private boolean isSeveral(String name) {
            Path path = world.path(name);
            return !name.equals(STDIN) && (Files.isDirectory(path) || (!Files.exists(path) && FileGlob.isOne(name)));
        }

        private void addSeveral(String name) {
            boolean isFolder = Files.isDirectory(world.path(name));
            List<String> matches = isFolder ? FileGlob.filesIn(world, name) : FileGlob.matches(world, name);
            if (matches.isEmpty()) {
                throw Failure.usage(
                        isFolder
                                ? "there is no file in the folder " + Shown.text(name)
                                : "no file matches " + Shown.text(name),
                        isFolder
                                ? "Hidden files, folders within it and rejects are not taken."
                                : "Patterns know *, ?, [a-z], {a,b}, and ** for any folders.");
            }
            for (String match : matches) {
                if (taken.add(key(match))) {
                    addFound(name, match);
                }
            }
        }

        private void addFound(String by, String match) {
            try {
                add(match);
            } catch (Failure e) {
                throw e.with(
                        "It was found by " + Shown.text(by) + "; a pattern such as '*.csv' takes only what it fits.");
            }
        }

        /** The same for one file whatever it is called; of a file that is not there, its name. */
        private Object key(String name) {
            try {
                Path real = world.path(name).toRealPath();
                Object number = Files.getAttribute(real, "unix:fileKey");
                return name.equals(STDIN) ? STDIN : number == null ? real : number;
            } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
                return name;
            }
        }

        private void add(InputFile file) {
            if (found.putIfAbsent(file.name(), Optional.of(file)) != null) {
                throw Failure.usage("two inputs are called " + Shown.text(file.name()), "Send them one by one.");
            }
        }

        private void add(String name) {
            if (name.equals(STDIN)) {
                found.put(name, Optional.empty());
                return;
            }
            Path path = world.path(name);
            if (!Files.exists(path)) {
                throw Failure.usage("there is no file " + Shown.text(name));
            }
            try {
                InputFile.Found files = InputFile.at(name, path);
                if (files instanceof InputFile.Found.Unusable unusable) {
                    throw Failure.usage(Shown.text(name) + " " + Shown.text(unusable.why(), 300));
                }
                ((InputFile.Found.Inputs) files).files().forEach(this::add);
            } catch (IOException e) {
                throw BackfillInputs.cannotRead(name, e);
            }
        }
    }
}
