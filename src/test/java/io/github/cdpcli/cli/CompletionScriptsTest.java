package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/** The scripts in {@code completions/} are those of the commands. {@code -Dcdp.golden=write} writes them anew. */
class CompletionScriptsTest {

    private static final Path FOLDER = Path.of(System.getProperty("basedir", ""), "completions");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void areThoseOfTheCommands(String shell) throws IOException {
        Path file = FOLDER.resolve(CompletionCommand.FILES.get(shell));
        String script = new CompletionScripts().of(shell);
        if ("write".equals(System.getProperty("cdp.golden"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, script);
        }
        assertThat(file).as("written with -Dcdp.golden=write").hasContent(script);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void arePrintedAsTheyAre(String shell) {
        TestWorld world = TestWorld.in(folder).expect(0, "completion", shell);
        assertThat(world.err()).isEmpty();
        assertThat(world.out()).startsWith("#").contains("cdp", "test-connection", "--max-retries");
        assertThat(world.out()).isEqualTo(TestWorld.read(FOLDER.resolve(CompletionCommand.FILES.get(shell))));
    }

    @Test
    void anotherShellIsAMistake() {
        TestWorld world = TestWorld.in(folder).expect(2, "completion");
        assertThat(world.err()).contains("name the shell: bash, zsh or fish");
        world.expect(2, "completion", "powershell");
        assertThat(world.err()).contains("there is no completion for powershell; it is for bash, zsh or fish");
    }

    /** Hidden options are shown nowhere; all others everywhere. */
    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void holdEachOptionThatIsNotHidden(String shell) {
        String script = new CompletionScripts().of(shell);
        String before = shell.equals("fish") ? " -l " : "--";
        for (CommandModel command : CommandModel.all()) {
            for (OptionSpec option : command.options()) {
                assertThat(script).contains(before + option.longestName().substring(2));
            }
        }
        assertThat(script).doesNotContain("--userId", "-l userId");
    }

    static Stream<List<String>> offered() {
        return CommandModel.all().stream()
                .filter(command -> !command.name().equals("sandbox"))
                .flatMap(command -> command.options().stream()
                        .filter(option -> CompletionValues.of(command.name(), option) instanceof CompletionValues.Words)
                        .flatMap(option -> ((CompletionValues.Words) CompletionValues.of(command.name(), option))
                                .words().stream()
                                        .map(word -> List.of(command.name(), option.longestName() + "=" + word))));
    }

    /** A run that needs no key and no network; of commands that have none, one that reads nothing but its options. */
    @ParameterizedTest
    @MethodSource("offered")
    void wordsThatAreOfferedAreUnderstood(List<String> commandAndOption) {
        TestWorld world = TestWorld.in(folder);
        world.file("in.ndjson", "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"1\"}\n");
        String command = commandAndOption.get(0);
        String option = commandAndOption.get(1);
        List<String> line = switch (command) {
            case "backfill" -> List.of(command, option, "in.ndjson", "--check");
            case "identify" -> List.of(command, option, "--user-id", "1", "-n");
            case "alias" -> List.of(command, option, "--user-id", "1", "--previous-id", "2", "-n");
            case "track", "page", "screen", "group" -> List.of(command, option, "x", "--user-id", "1", "-n");
            case "profile" -> List.of(command, "add", "p", option);
            case "completion" -> List.of(command, "bash", option);
            default -> List.of(command, option);
        };
        world.stdin("a-key-for-this-test").run(line.toArray(String[]::new));
        assertThat(world.err()).doesNotContain("must be", "can only be", "--empty", "Try");
    }
}
