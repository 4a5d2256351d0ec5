import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes the launchers that are installed from the one of the clone, so that all of them start Java in the same way.
 * Started from its source by the build: {@code java src/launcher/Launcher.java KIND FILE}, in the folder of the project.
 * The kinds are {@code image}, {@code portable}, {@code prepare} and {@code windows}.
 */
final class Launcher {

    /** The parts of the clone's launcher, each from its heading to the next. */
    private static final String WHICH_JAVA = "# --- which Java ";

    private static final String BUILD = "# --- build ";
    private static final String RUN = "# --- run ";

    private static final String ABOVE = """
            case $here in
            */bin | */lib)
                # What is above a link is not what is above the folder that it leads to.
                if [ -h "$here" ]; then here=$here/..; else here=${here%/*}; fi
                ;;
            *) here=$here/.. ;;
            esac
            """;

    private static final String IN_THE_IMAGE = """
            # --- this image -------------------------------------------------------------------------------
            # It has its own Java, and is not to be told how to run it by what is meant for another.
            unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS CLASSPATH
            java=$here/java
            """ + ABOVE + """
            jar=$here/lib/cdp.jar
            archives=$here/lib/cdp

            """;

    private static final String IN_THE_FOLDER = """
            # --- its version ------------------------------------------------------------------------------
            # A file of Java's own tells it without starting Java. Only where java is a link a process is needed to find it.
            home=$java
            [ ! -h "$java" ] || home=$(readlink -f -- "$java" 2>/dev/null) || home=$java
            home=${home%/bin/java}
            version=
            if [ -f "$home/release" ]; then
                while IFS='=' read -r name value; do
                    [ "$name" != JAVA_VERSION ] || version=${value#\\"}
                done <"$home/release"
                version=${version%\\"*}
            fi
            case $version in
            [0-9]*) check_version ;;
            *) check_java ;;
            esac

            # --- this folder ------------------------------------------------------------------------------
            """ + ABOVE + """
            jar=$here/lib/cdp.jar
            # Where lib/prepare was run. Nothing else is ever written here, or anywhere else for the sake of speed.
            archives=$here/lib/cdp-$version

            """;

    private static final String PREPARE = """
            # --- prepare ----------------------------------------------------------------------------------
            for list in "$here"/lib/cdp-*.classes; do
                archive=$archives-${list##*/cdp-}
                archive=${archive%.classes}.jsa
                # In one step: a cdp may be looking for it. Classes of the list that this Java does not have are left out.
                "$java" -Xshare:dump -XX:+UseG1GC -Xmx128m -XX:SharedClassListFile="$list" \\
                    -XX:SharedArchiveFile="$archive.new" -Xlog:disable -cp "$jar" </dev/null >/dev/null 2>&1 &&
                    mv -f "$archive.new" "$archive" || {
                    rm -f "$archive.new"
                    fail "$java could not write $archive; cdp works without it"
                }
            done
            """;

    private Launcher() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text(arguments[0], Files.readString(Path.of("cdp"))));
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException("cannot make executable: " + file);
        }
    }

    private static String text(String kind, String clone) throws IOException {
        return switch (kind) {
            case "image" ->
                head(clone, "Runs cdp with the Java beside it, and starts no other process.")
                        + IN_THE_IMAGE
                        + from(clone, RUN);
            case "portable" ->
                head(clone, "Runs cdp with the Java of JAVA_HOME, or else with the first one in the PATH; 17 or newer.")
                        + between(clone, WHICH_JAVA, BUILD)
                        + IN_THE_FOLDER
                        + from(clone, RUN);
            case "prepare" ->
                head(clone, "Prepares cdp's classes for the Java that runs it, so that each call starts in a fraction of the time.\n"
                                + "# To be run again after an upgrade of Java, by someone who may write to this folder.")
                        + between(clone, WHICH_JAVA, BUILD)
                        + IN_THE_FOLDER
                        + PREPARE;
            case "windows" ->
                Files.readString(Path.of("src/launcher/cdp.cmd"))
                        .replace("@FLAGS@", windowsFlags(clone))
                        .replaceAll("\\R", "\r\n");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static String head(String clone, String purpose) {
        return ("#!/bin/sh\n# " + purpose + "\n\n" + between(clone, "fail() {", WHICH_JAVA))
                .replaceFirst("target=.*\\njar=.*\\nlock=.*\\n", "");
    }

    private static String between(String text, String begin, String end) {
        String rest = from(text, begin);
        return rest.substring(0, found(rest, end));
    }

    private static String from(String text, String begin) {
        return text.substring(found(text, begin));
    }

    private static int found(String text, String part) {
        int at = text.indexOf(part);
        if (at < 0) {
            throw new IllegalStateException("the launcher has no part that begins with: " + part);
        }
        return at;
    }

    /** Those that every command is run with; quoted as Windows wants it. */
    private static String windowsFlags(String clone) {
        Matcher flags = Pattern.compile("(?<=\\s\"?)-[XD][^\\s\"]+").matcher(from(clone, "exec \"$java\""));
        List<String> found = flags.results().map(flag -> flag.group()).toList();
        return found.stream().map(flag -> '"' + flag + '"').collect(Collectors.joining(" "));
    }
}
