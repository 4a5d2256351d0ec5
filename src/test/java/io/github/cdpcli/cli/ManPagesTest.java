package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** The man pages in {@code src/man} are those of the commands. {@code -Dcdp.golden=write} writes them anew. */
class ManPagesTest {

    private static final Path FOLDER = Path.of(System.getProperty("basedir", ""), "src/man");

    static List<String> pages() {
        return new ManPages().names();
    }

    private static Path file(String page) {
        return FOLDER.resolve(page + ".1");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isThatOfTheCommand(String page) throws IOException {
        String written = new ManPages().page(page);
        if ("write".equals(System.getProperty("cdp.golden"))) {
            Files.writeString(file(page), written);
        }
        assertThat(file(page)).as("written with -Dcdp.golden=write").hasContent(written);
    }

    @Test
    void noPageIsLeftOfACommandThatIsGone() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("source")))
                    .containsExactlyInAnyOrderElementsOf(
                            pages().stream().map(page -> page + ".1").toList());
        }
    }

    private static String output(int exitCode, String... command) throws Exception {
        assumeTrue(ShellSession.isInstalled(command[0]), () -> "needs " + command[0]);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("MANROFFOPT", "");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(exitCode);
        return output;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isRoffWithoutAWarning(String page) throws Exception {
        assertThat(output(0, "groff", "-man", "-Tutf8", "-ww", "-z", file(page).toString()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isGoodInTheEyesOfMandocToo(String page) throws Exception {
        assertThat(output(0, "mandoc", "-Tlint", "-Wwarning", file(page).toString()))
                .isEmpty();
    }

    /** As it is read: each option with what is said of it, each exit code, each example, as they would be typed. */
    @ParameterizedTest
    @MethodSource("pages")
    void showsWhatTheHelpShows(String page) throws Exception {
        String shown = output(
                0,
                "groff",
                "-man",
                "-Tutf8",
                "-P-c",
                "-P-b",
                "-P-u",
                "-rLL=400n",
                file(page).toString());
        String text = shown.replaceAll("\\s+", " ");
        if (page.equals("cdp")) {
            for (ExitCode code : ExitCode.values()) {
                assertThat(text).contains(code.number() + " " + code.meaning());
            }
            assertThat(text).contains("CDP_API_KEY_FILE", "XDG_STATE_HOME", "~/.config/cdp/config.json");
            return;
        }
        CommandModel command = CommandModel.all().stream()
                .filter(model -> page.equals("cdp-" + model.name()))
                .findFirst()
                .orElseThrow();
        for (OptionSpec option : command.options()) {
            String value = CommandModel.takesValue(option) ? " " + option.paramLabel() : "";
            String description = HelpPage.description(option).replace("…", "...");
            assertThat(text).contains(String.join(", ", CommandModel.names(option)) + value + " " + description);
        }
        command.entry().examples().forEach(example -> assertThat(text).contains(example.replaceAll("\\s+", " ")));
        command.declared().spec().options().stream()
                .filter(OptionSpec::hidden)
                .forEach(option -> assertThat(text).doesNotContain(option.longestName() + " "));
    }

    /** Nothing of a topic is lost on the way, whatever becomes of its columns. */
    @Test
    void holdsTheTopicsThatBelongToBackfill() throws Exception {
        String shown = output(
                0,
                "groff",
                "-man",
                "-Tutf8",
                "-P-c",
                "-P-b",
                "-P-u",
                "-rLL=400n",
                file("cdp-backfill").toString());
        List<String> lost = new ArrayList<>();
        for (String topic : List.of("csv", "timestamps", "rejects", "warnings", "receipt")) {
            for (String word : HelpTopics.named(topic).orElseThrow().split("\\s+", -1)) {
                if (!shown.contains(word)) {
                    lost.add(word);
                }
            }
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void textIsNoInstruction() {
        assertThat(Roff.text(".TH x")).isEqualTo("\\&.TH x");
        assertThat(Roff.text("'\\N'")).isEqualTo("\\(aq\\eN\\(aq");
        assertThat(Roff.text("--a-b")).isEqualTo("\\-\\-a\\-b");
    }
}
