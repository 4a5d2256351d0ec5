package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A shell as somebody sits before it: keys are typed at a real terminal, and in place of {@code cdp} stands a function that
 * writes down the arguments it gets. So a test sees what the shell made of the keys, quoting and all.
 */
final class ShellSession {

    /** Completes as far as there is no choice. */
    static final String TAB = "\t";

    private static final Path COMPLETIONS =
            Path.of(System.getProperty("basedir", ""), "completions").toAbsolutePath();

    private static final String CDP = "cdp() { printf '%s\\n' \"$@\" >>\"$ARGUMENTS\"; }\n";

    private final Path folder;
    private final String shell;
    private final String all;

    private ShellSession(Path folder, String shell, String all) {
        this.folder = folder;
        this.shell = shell;
        this.all = all;
    }

    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    /** In a folder, which is also the home. */
    static ShellSession bash(Path folder) throws IOException {
        Files.writeString(
                folder.resolve(".bashrc"),
                "PS1=; unset HISTFILE; unset XDG_CONFIG_HOME\nsource '" + COMPLETIONS + "/cdp.bash'\n" + CDP);
        return new ShellSession(folder, "bash --noprofile --rcfile \"$HOME/.bashrc\" -i", "\u001b*");
    }

    /**
     * In a folder, which is also the home.
     *
     * @param dump where zsh keeps what it found out about all its completions: it takes a while to find out
     */
    static ShellSession zsh(Path folder, Path dump) throws IOException {
        Files.writeString(folder.resolve(".zshrc"), """
                PS1=; unset HISTFILE; unset XDG_CONFIG_HOME; LISTMAX=1000
                fpath=('%s' $fpath)
                autoload -Uz compinit && compinit -u -C -d '%s'
                zle -C all-matches complete-word _generic
                bindkey '^Xa' all-matches
                zstyle ':completion:all-matches:*' old-matches only
                zstyle ':completion:all-matches::::' completer _all_matches
                """.formatted(COMPLETIONS, dump) + CDP);
        return new ShellSession(folder, "zsh -d -i", "\t\u0018a");
    }

    /** The arguments that a command line ends up with, after the keys in it have done their work. */
    List<String> typed(String keys) {
        Path arguments = folder.resolve(".arguments");
        try {
            Files.deleteIfExists(arguments);
            Path script = Files.writeString(folder.resolve(".keys"), keys + "\nexit\n");
            Path screen = folder.resolve(".screen");
            ProcessBuilder builder = new ProcessBuilder("script", "-qec", shell, "/dev/null")
                    .directory(folder.toFile())
                    .redirectInput(script.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(screen.toFile());
            Map<String, String> environment = builder.environment();
            environment.put("HOME", folder.toString());
            environment.put("ZDOTDIR", folder.toString());
            environment.put("ARGUMENTS", arguments.toString());
            environment.put("TERM", "xterm");
            environment.put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("has ended").isTrue();
            assertThat(arguments).as("the screen:\n%s", TestWorld.read(screen)).exists();
            return Files.readAllLines(arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What is offered at the end of a line: everything that could stand there. */
    List<String> offered(String line) {
        List<String> arguments = typed(line + all);
        int before = line.strip().split(" ", -1).length - 1 - (line.endsWith(" ") ? 0 : 1);
        return arguments.subList(before, arguments.size());
    }
}
