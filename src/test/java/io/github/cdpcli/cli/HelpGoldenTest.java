package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Help as it was read and found good: a change of it is seen as a change of a file. {@code -Dcdp.golden=write} writes the
 * files anew.
 */
class HelpGoldenTest {

    private static final Path GOLDEN =
            Path.of(System.getProperty("basedir", ""), "src/test/resources/io/github/cdpcli/cli/help");
    private static final List<String> TOPICS = List.of("exit-codes", "environment", "csv");

    @TempDir
    private Path folder;

    private TestWorld world;

    @BeforeEach
    void world() {
        world = TestWorld.in(folder);
    }

    private static Stream<String> commands() {
        return Commands.ALL.stream().map(Commands::name);
    }

    /** One file each: of the tool, its commands, and the topics that no command owns. */
    static List<String> pages() {
        return Stream.of(Stream.of("cdp"), commands().map(name -> "cdp-" + name), TOPICS.stream())
                .flatMap(names -> names)
                .toList();
    }

    private String printed(String... arguments) {
        world.expect(0, arguments);
        assertThat(world.err()).isEmpty();
        return world.out();
    }

    private String help(String page) {
        return page.equals("cdp")
                ? printed("--help")
                : page.startsWith("cdp-") ? printed(page.substring(4), "--help") : printed("help", page);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isAsItWas(String page) throws IOException {
        Path file = GOLDEN.resolve(page + ".txt");
        String help = help(page);
        if ("write".equals(System.getProperty("cdp.golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, help);
        }
        assertThat(file).as("written with -Dcdp.golden=write").exists();
        assertThat(help).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void fitsATerminalOf80Columns(String page) {
        assertThat(help(page).lines()).allMatch(line -> line.length() <= 80, "fits 80 columns");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isTheSameWhicheverWayItIsAskedFor(String command) {
        assertThat(printed("help", command))
                .isEqualTo(printed(command, "--help"))
                .isEqualTo(printed(command, "-h"));
    }

    @Test
    void ofTheWholeToolToo() {
        assertThat(printed("help")).isEqualTo(printed("--help")).isEqualTo(printed("-h"));
        assertThat(printed("--help")).contains(commands().toList());
    }

    @Test
    void aTopicThatIsNoneIsAMistake() {
        world.expect(2, "help", "nope");
        assertThat(world.err()).contains("there is no help on nope").contains(TOPICS);
    }

    @Test
    void noFileIsLeftOfACommandThatIsGone() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            pages().stream().map(page -> page + ".txt").toList());
        }
    }
}
