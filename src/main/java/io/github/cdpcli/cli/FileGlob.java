package io.github.cdpcli.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Patterns of file names as shells know them: {@code *}, {@code ?}, {@code [a-z]}, {@code {a,b}}, and {@code **} for any
 * number of folders. Hidden files and rejects are met only by patterns that name them, the former by a leading dot.
 */
final class FileGlob {

    private static final String REJECTS = ".rejects.ndjson";

    private FileGlob() {}

    /** Whether a name can be a pattern. */
    static boolean isOne(String name) {
        return name.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    /** The files in a folder, not those in folders within it, by name. */
    static List<String> filesIn(World world, String folder) {
        String prefix = folder.endsWith("/") ? folder : folder + "/";
        return entries(world, prefix).stream()
                .filter(name -> !name.startsWith(".") && !name.contains(REJECTS))
                .map(name -> prefix + name)
                .filter(name -> Files.isRegularFile(world.path(name)))
                .toList();
    }

    /** Whether there are folders in a folder. */
    static boolean holdsFolders(World world, String folder) {
        return entries(world, folder).stream()
                .anyMatch(name -> !name.startsWith(".")
                        && Files.isDirectory(world.path(folder).resolve(name)));
    }

    /** The files that match, by name; named as the pattern begins. */
    static List<String> matches(World world, String pattern) {
        boolean isAbsolute = pattern.startsWith("/");
        String[] steps = (isAbsolute ? pattern.substring(1) : pattern).split("/+", -1);
        List<String> found = new ArrayList<>();
        try {
            descend(world, isAbsolute ? "/" : "", steps, 0, found);
        } catch (PatternSyntaxException e) {
            throw Failure.usage("there is no file " + Shown.text(pattern) + ", and as a pattern it cannot be read");
        }
        return found.stream()
                .filter(name -> pattern.contains("rejects") || !name.contains(REJECTS))
                .distinct()
                .toList();
    }

    private static void descend(World world, String prefix, String[] steps, int step, List<String> found) {
        boolean isLast = step == steps.length - 1;
        if (steps[step].equals("**")) {
            descendAnywhere(world, prefix, steps, step, found);
        } else if (!isOne(steps[step])) {
            enter(world, prefix + steps[step], steps, step, found);
        } else {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + steps[step]);
            for (String name : entries(world, prefix)) {
                boolean isMeant = !name.startsWith(".") || steps[step].startsWith(".");
                if (isMeant && matcher.matches(Paths.get(name)) && (isLast || isFolder(world, prefix + name))) {
                    enter(world, prefix + name, steps, step, found);
                }
            }
        }
    }

    private static void enter(World world, String name, String[] steps, int step, List<String> found) {
        if (step < steps.length - 1) {
            descend(world, name + "/", steps, step + 1, found);
        } else if (Files.isRegularFile(world.path(name))) {
            found.add(name);
        }
    }

    /** Links to folders are not followed here: they may lead round in a circle. */
    private static void descendAnywhere(World world, String prefix, String[] steps, int step, List<String> found) {
        boolean isLast = step == steps.length - 1;
        if (!isLast) {
            descend(world, prefix, steps, step + 1, found);
        }
        for (String name : entries(world, prefix)) {
            boolean isHidden = name.startsWith(".");
            if (!isHidden && Files.isDirectory(world.path(prefix + name), LinkOption.NOFOLLOW_LINKS)) {
                descendAnywhere(world, prefix + name + "/", steps, step, found);
            } else if (!isHidden && isLast && Files.isRegularFile(world.path(prefix + name))) {
                found.add(prefix + name);
            }
        }
    }

    private static boolean isFolder(World world, String name) {
        return Files.isDirectory(world.path(name));
    }

    /** The names in a folder, sorted; none when it is no folder. */
    private static List<String> entries(World world, String prefix) {
        Path folder = world.path(prefix);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        } catch (AccessDeniedException e) {
            throw Failure.usage("the folder " + Shown.text(prefix) + " cannot be read: access denied");
        } catch (IOException | UncheckedIOException e) {
            throw Failure.usage("the folder " + Shown.text(prefix) + " cannot be read: "
                    + Shown.text(String.valueOf(e.getMessage())));
        }
    }
}
