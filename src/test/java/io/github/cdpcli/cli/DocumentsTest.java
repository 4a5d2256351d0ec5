package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents name is there. Their commands run in {@link DocumentsIT}. */
class DocumentsTest {

    private static final Path PROJECT = Path.of(System.getProperty("basedir", ""));
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)[^)]*\\)");
    private static final Pattern PROFILE = Pattern.compile("\\./mvnw [^`\\n]*?-P([a-z]+)");
    private static final Pattern COMMAND = Pattern.compile("`cdp ([a-z][a-z-]+)([^`]*)`");
    private static final Pattern OPTION = Pattern.compile("(?<= )--[a-z][a-z-]+");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "CONTRIBUTING.md",
                "CHANGELOG.md",
                "SECURITY.md",
                "samples/README.md",
                "samples/kubernetes/README.md",
                "src/bench/README.md"
            })
    void nameWhatIsThere(String document) throws IOException {
        Path file = PROJECT.resolve(document);
        String text = Files.readString(file);
        assertThat(text).doesNotContainPattern("@[A-Z]+@").doesNotContain("TODO");
        for (String link : found(LINK, text)) {
            assertThat(file.resolveSibling(link)).as("linked from %s", document).exists();
        }
        String build = Files.readString(PROJECT.resolve("pom.xml"));
        for (String profile : found(PROFILE, text)) {
            assertThat(build).as("profile of %s", document).contains("<id>" + profile + "</id>");
        }
        Matcher command = COMMAND.matcher(text);
        while (command.find()) {
            options(document, command.group(1), command.group(2));
        }
    }

    private static void options(String document, String name, String arguments) {
        List<CommandModel> commands = CommandModel.all().stream()
                .filter(model -> model.name().equals(name))
                .toList();
        assertThat(commands).as("'cdp %s' in %s", name, document).hasSize(1);
        List<String> options = commands.get(0).options().stream()
                .flatMap(option -> CommandModel.names(option).stream())
                .toList();
        assertThat(options).as("'cdp %s' in %s", name, document).containsAll(found(OPTION, arguments));
        if (name.equals("help") && !arguments.isBlank()) {
            assertThat(HelpTopics.NAMES).contains(arguments.strip());
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.groupCount() == 0 ? found.group() : found.group(1))
                .toList();
    }
}
