package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
    private static final List<String> TOPICS = HelpTopics.NAMES;

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
        return Stream.of(
                        Stream.of("cdp"),
                        commands().map(name -> "cdp-" + name),
                        TOPICS.stream(),
                        // Those of the other calls are alike.
                        Stream.of("cdp-backfill-all", "cdp-track-all"))
                .flatMap(names -> names)
                .toList();
    }

    private String printed(String... arguments) {
        world.expect(0, arguments);
        assertThat(world.err()).isEmpty();
        return world.out();
    }

    private String help(String page) {
        if (page.endsWith("-all")) {
            return printed(page.substring("cdp-".length(), page.length() - "-all".length()), "--help-all");
        }
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
    @MethodSource("pages")
    void isAtMostAScreenUnlessAllIsAskedFor(String page) {
        assertThat(help(page).lines().count())
                .isLessThanOrEqualTo(page.endsWith("-all") ? Integer.MAX_VALUE : HelpPage.SCREEN);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isPlainTextOnATerminalToo(String page) {
        String piped = help(page);
        world.terminal();
        assertThat(help(page)).isEqualTo(piped).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void holdsEachOptionAndArgumentWhenAllAreAskedFor(String command) {
        Options options = Commands.named(command).orElseThrow().make().options();
        String all = command.equals("help") ? printed("help", "help", "--all") : printed(command, "--help-all");
        options.groups().values().stream()
                .flatMap(List::stream)
                .forEach(option -> assertThat(all).contains(HelpPage.label(option)));
        options.spec()
                .positionalParameters()
                .forEach(argument -> assertThat(all).contains("\n  " + argument.paramLabel() + " "));
        assertThat(printed("help", command, "--all")).isEqualTo(all);
    }

    /** Whoever reads a page from its beginning learns in a moment how the command is used. */
    @ParameterizedTest
    @MethodSource("commands")
    void beginsWithExamples(String command) {
        String help = printed(command, "--help");
        assertThat(help.indexOf("\nExamples:\n")).isPositive().isLessThan(help.indexOf("  --"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void describesEveryOption(String command) {
        assertThat(Help.described(Commands.named(command).orElseThrow().make())
                        .spec()
                        .options())
                .filteredOn(option -> !option.hidden())
                .allMatch(option -> HelpPage.description(option).length() > 5, "is described");
    }

    @Test
    void sayHowManyOptionsAreLeftOut() {
        assertThat(printed("backfill", "--help")).containsPattern("\n\\d+ more options: cdp backfill --help-all\n$");
        assertThat(printed("profile", "--help"))
                .doesNotContain("more options")
                .isEqualTo(printed("profile", "--help-all"));
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

    /** HOME and TERM mean everywhere what they mean here, and two more are between the launcher and the program. */
    @Test
    void eachVariableThatIsReadIsToldOf() throws IOException {
        Path sources = Path.of(System.getProperty("basedir", ""), "src/main/java/io/github/cdpcli/cli");
        List<String> read = new ArrayList<>();
        Pattern reads = Pattern.compile("(?:variable|environment\\(\\)\\.get|environment\\.getOrDefault)\\(\"(\\w+)\"");
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                reads.matcher(Files.readString(file)).results().forEach(found -> read.add(found.group(1)));
            }
        }
        read.removeAll(List.of("HOME", "TERM", "CDP_LOCALE", "CDP_TERMINAL"));
        assertThat(read).contains("XDG_STATE_HOME", "NO_COLOR");
        assertThat(printed("help", "environment")).contains(read);
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
