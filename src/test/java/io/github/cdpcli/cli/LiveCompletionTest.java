package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Completion as it is met in the shells themselves: keys are typed, and what comes of them is looked at. */
class LiveCompletionTest {

    private static final String CONFIG = """
            {"current": "prod", "profiles": {
              "prod": {"apiKey": "k", "nested": {"not-a-profile": 1}},
              "eu-1": {"apiKey": "\\"}, \\"fake\\": {"},
              "my prod": {}, "$(touch pwned)": {}, "`touch pwned`": {}, "--sandbox": {}, "a;b": {}, "q'q": {}, "q\\"q": {}},
             "other": {"no": {}}}
            """;

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    /** The shells for which there are scripts. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @BeforeEach
    void files() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve(".config/cdp")).resolve("config.json"), CONFIG);
        for (String name : List.of("orders.csv", "my file.csv", "x$(touch pwned)`touch pwned`;'\".csv")) {
            Files.createFile(folder.resolve(name));
        }
        Files.createFile(Files.createDirectory(folder.resolve("exports")).resolve("one.csv"));
    }

    private static void assumeInstalled(Shell shell) {
        assumeTrue(ShellSession.isInstalled(shell.name().toLowerCase(Locale.ROOT)), () -> "needs " + shell);
    }

    private ShellSession session(Shell shell) throws IOException {
        assumeInstalled(shell);
        assumeTrue(ShellSession.isInstalled("script"), "needs script, for a terminal");
        assumeTrue(
                !Files.exists(Path.of("/dev/pts")) || Files.exists(Path.of("/dev/pts/ptmx")),
                "there are terminals to be had, which a chroot may lack");
        return shell == Shell.BASH ? ShellSession.bash(folder) : ShellSession.zsh(folder, shared.resolve("zcompdump"));
    }

    /** What is offered at the end of a line. */
    private List<String> offered(Shell shell, String line) throws Exception {
        return shell == Shell.FISH ? offeredByFish(line) : session(shell).offered(line);
    }

    private List<String> offeredByFish(String line) throws Exception {
        assumeInstalled(Shell.FISH);
        Path script = Path.of(System.getProperty("basedir", ""), "completions", "cdp.fish")
                .toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(
                        "fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", script.toString(), line)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        builder.environment().remove("XDG_CONFIG_HOME");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().map(found -> found.split("\t", 2)[0]).toList();
    }

    private static List<String> commands() {
        return Commands.ALL.stream().map(Commands::name).toList();
    }

    private static List<String> optionsOf(String command) {
        return CommandModel.all().stream()
                .filter(model -> model.name().equals(command))
                .flatMap(model -> model.options().stream())
                .flatMap(option -> CommandModel.names(option).stream())
                .filter(name -> name.startsWith("--"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void commandsAndTopics(Shell shell) throws Exception {
        assertThat(offered(shell, "cdp ")).containsExactlyInAnyOrderElementsOf(commands());
        List<String> both = new ArrayList<>(commands());
        both.addAll(HelpTopics.NAMES);
        assertThat(offered(shell, "cdp help ")).containsExactlyInAnyOrderElementsOf(both);
        assertThat(offered(shell, "cdp completion ")).containsExactlyInAnyOrder("bash", "zsh", "fish");
        assertThat(offered(shell, "cdp --")).containsExactlyInAnyOrder("--help", "--version");
    }

    @ParameterizedTest
    @EnumSource
    void optionsOfTheCommandAlone(Shell shell) throws Exception {
        for (String command : commands()) {
            assertThat(offered(shell, "cdp " + command + " --"))
                    .as(command)
                    .containsExactlyInAnyOrderElementsOf(optionsOf(command));
        }
    }

    /** Hidden ones are not among them: a profile's key is no option to be offered. */
    @ParameterizedTest
    @EnumSource
    void hiddenOptionsStayHidden(Shell shell) throws Exception {
        assertThat(offered(shell, "cdp group --")).doesNotContain("--group-id").contains("--user-id");
        assertThat(offered(shell, "cdp profile add --"))
                .doesNotContain("--api-key")
                .contains("--api-key-file");
    }

    @ParameterizedTest
    @EnumSource
    void aWordThatIsTheNameOfAnotherCommandIsNoCommand(Shell shell) throws Exception {
        assertThat(offered(shell, "cdp track backfill --")).containsExactlyInAnyOrderElementsOf(optionsOf("track"));
        assertThat(offered(shell, "cdp track --user-id backfill --"))
                .contains("--property", "--curl")
                .doesNotContain("--check");
    }

    @ParameterizedTest
    @EnumSource
    void valuesOfOptions(Shell shell) throws Exception {
        assertThat(offered(shell, "cdp track --region ")).containsExactlyInAnyOrder("us", "eu");
        assertThat(offered(shell, "cdp backfill orders.csv --order "))
                .containsExactlyInAnyOrder("user", "file", "none");
        assertThat(offered(shell, "cdp backfill --format ")).containsExactlyInAnyOrder("ndjson", "json", "csv");
        assertThat(offered(shell, "cdp backfill --progress "))
                .containsExactlyInAnyOrder("auto", "bar", "plain", "json", "none");
        assertThat(offered(shell, "cdp alias --color ")).containsExactlyInAnyOrder("auto", "always", "never");
        assertThat(offered(shell, "cdp backfill --type "))
                .containsExactlyInAnyOrder("identify", "track", "page", "screen", "group", "alias");
        assertThat(offered(shell, "cdp backfill --message-id "))
                .containsExactlyInAnyOrder("position", "content", "random", "keep");
    }

    @ParameterizedTest
    @EnumSource
    void profilesByName(Shell shell) throws Exception {
        assertThat(offered(shell, "cdp track --profile ")).containsExactlyInAnyOrder("prod", "eu-1");
        for (String action : List.of("show", "use", "remove")) {
            assertThat(offered(shell, "cdp profile " + action + " ")).containsExactlyInAnyOrder("prod", "eu-1");
        }
        assertThat(offered(shell, "cdp profile ")).containsExactlyInAnyOrder("add", "list", "show", "use", "remove");
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void filesWhereFilesGo(Shell shell) throws Exception {
        for (String line : List.of("backfill ", "backfill -- ", "backfill -o ", "sandbox --record ")) {
            assertThat(offered(shell, "cdp " + line))
                    .as(line)
                    .contains("orders.csv", "my file.csv")
                    .anyMatch(name -> name.matches("exports/?"));
        }
        assertThat(offered(shell, "cdp track o")).isIn(List.of(), List.of("o"));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsAnOptionBehindTwoDashes(Shell shell) throws Exception {
        assertThat(offered(shell, "cdp track -- --")).isIn(List.of(), List.of("--"));
    }

    @ParameterizedTest
    @EnumSource(names = {"BASH", "ZSH"})
    void optionsThatMayBeGivenOnceAreOfferedOnce(Shell shell) throws Exception {
        assertThat(offered(shell, "cdp track -p a=b --region eu --"))
                .contains("--property", "--json")
                .doesNotContain("--region");
        assertThat(offered(shell, "cdp track -q --")).contains("--json").doesNotContain("--quiet");
    }

    @ParameterizedTest
    @EnumSource(names = {"BASH", "ZSH"})
    void whatIsChosenArrivesAsOneArgument(Shell shell) throws Exception {
        ShellSession session = session(shell);
        String odd = "x$(touch pwned)`touch pwned`;'\".csv";
        assertThat(session.typed("cdp tr\t")).containsExactly("track");
        assertThat(session.typed("cdp track --region=e\t")).containsExactly("track", "--region=eu");
        assertThat(session.typed("cdp backfill my\t")).containsExactly("backfill", "my file.csv");
        assertThat(session.typed("cdp backfill --map=my\t")).containsExactly("backfill", "--map=my file.csv");
        assertThat(session.typed("cdp backfill x\t")).containsExactly("backfill", odd);
        assertThat(session.typed("cdp backfill --map=x\t")).containsExactly("backfill", "--map=" + odd);
        assertThat(session.typed("cdp track -p note=@my\t")).containsExactly("track", "-p", "note=@my file.csv");
        assertThat(session.typed("cdp track -p note=@x\t")).containsExactly("track", "-p", "note=@" + odd);
        assertThat(session.typed("cdp identify --payload=@or\t")).containsExactly("identify", "--payload=@orders.csv");
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    static Stream<String> openQuotes() {
        return Stream.of("'", "\"");
    }

    @ParameterizedTest
    @MethodSource("openQuotes")
    void namesOfFilesStayWithinQuotesInBash(String quote) throws Exception {
        ShellSession session = session(Shell.BASH);
        assertThat(session.typed("cdp track -p " + quote + "note=@x\t"))
                .containsExactly("track", "-p", "note=@x$(touch pwned)`touch pwned`;'\".csv");
        assertThat(folder.resolve("pwned")).doesNotExist();
        // What follows an exclamation mark is looked up in the history, also within double quotes.
        Files.writeString(folder.resolve("hey!you.csv"), "");
        assertThat(session.typed("cdp track -p " + quote + "note=@hey\t"))
                .containsExactly("track", "-p", "note=@hey!you.csv");
    }

    /** Some people have told bash not to take words apart, and some write other things around the command. */
    @Test
    void wordsAreFoundHoweverBashTakesThemApart() throws Exception {
        ShellSession session = session(Shell.BASH);
        String whole = "COMP_WORDBREAKS=${COMP_WORDBREAKS//[=:@]/}\n";
        assertThat(session.typed(whole + "cdp track --region=e\t")).containsExactly("track", "--region=eu");
        assertThat(session.typed(whole + "cdp backfill --map=my\t")).containsExactly("backfill", "--map=my file.csv");
        assertThat(session.typed(whole + "cdp track -p n=@my\t")).containsExactly("track", "-p", "n=@my file.csv");
        assertThat(session.typed("true && LANG=C cdp track 'a \"b' --regio\te\t"))
                .containsExactly("track", "a \"b", "--region", "eu");
        assertThat(session.typed("cdp track \"ü ß\" >/dev/null --regio\te\t"))
                .containsExactly("track", "ü ß", "--region", "eu");
    }
}
