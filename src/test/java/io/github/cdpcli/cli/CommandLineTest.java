package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.TestWorld;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line itself: what the parser must not do behind the user's back. */
class CommandLineTest {

    @TempDir
    private Path folder;

    private TestWorld world;

    @BeforeEach
    void world() {
        world = TestWorld.in(folder).env("CDP_API_KEY", "a-key-for-this-test");
    }

    private String dryRun(String... arguments) {
        world.expect(0, arguments);
        return world.out();
    }

    @Test
    void anAtSignIsNotAFile() {
        world.file("alice", "--api-key=stolen");
        assertThat(dryRun("identify", "--user-id", "@alice", "-n")).contains("\"userId\":\"@alice\"");
        assertThat(dryRun("track", "@alice", "--user-id", "1", "-n")).contains("\"event\":\"@alice\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--triat", "--trait", "-q"})
    void anOptionIsNotTakenForAValue(String notAValue) {
        world.expect(2, "identify", "--user-id", notAValue, "-n");
        assertThat(world.out()).isEmpty();
    }

    @Test
    void aValueThatLooksLikeAnOptionCanBeGivenAllTheSame() {
        assertThat(dryRun("identify", "--user-id=--triat", "-n")).contains("\"userId\":\"--triat\"");
        assertThat(dryRun("identify", "--user-id=--trait", "-n")).contains("\"userId\":\"--trait\"");
        assertThat(dryRun("identify", "--user-id=-5", "-n")).contains("\"userId\":\"-5\"");
        assertThat(dryRun("track", "--user-id", "1", "-n", "--", "--help")).contains("\"event\":\"--help\"");
    }

    @Test
    void theSameOptionTwiceIsAnError() {
        world.expect(2, "identify", "--user-id", "1", "--user-id", "2", "-n");
        assertThat(world.err()).isEqualTo("cdp identify: --user-id is given twice\n  Try 'cdp identify --help'.\n");
        world.expect(2, "identify", "--user-id", "1", "-t", "a=1", "-t", "a=2", "-n");
        assertThat(world.err()).contains("--trait a  is given twice");
    }

    @Test
    void optionsAndVariablesAreNotInterpolated() {
        world.env("SECRET", "x");
        assertThat(dryRun("identify", "--user-id", "${env:SECRET}", "-t", "a=${sys:user.home}", "-t", "b=100%n", "-n"))
                .contains("\"userId\":\"${env:SECRET}\"")
                .contains("\"a\":\"${sys:user.home}\"")
                .contains("\"b\":\"100%n\"");
    }

    @Test
    void quotesAndSpacesArriveAsTyped() {
        assertThat(dryRun("track", "\"quoted\"", "--user-id", " 1 ", "-n"))
                .contains("\"event\":\"\\\"quoted\\\"\"")
                .contains("\"userId\":\" 1 \"");
    }

    @Test
    void theNameOfAnOptionCanBeAValue() {
        assertThat(dryRun("track", "x", "--user-id", "json", "--message-id", "trait", "-n"))
                .contains("\"userId\":\"json\"")
                .contains("\"messageId\":\"trait\"");
    }

    @Test
    void theNameOfACommandCanBeTheNameOfAnEvent() {
        assertThat(dryRun("track", "identify", "--user-id", "track", "-n")).contains("\"event\":\"identify\"");
    }

    @Test
    void camelCaseSpellingsAreUnderstood() {
        assertThat(dryRun("alias", "--userId", "1", "--previousId=2", "-n"))
                .contains("\"userId\":\"1\",\"previousId\":\"2\"");
        assertThat(dryRun("group", "--groupId", "g", "--anonymousId", "a", "-n"))
                .contains("\"groupId\":\"g\"");
    }

    @Test
    void mistypedNamesGetASuggestion() {
        world.expect(2, "trck", "x");
        assertThat(world.err()).startsWith("cdp: there is no command trck\n  Did you mean track");
        world.expect(2, "track", "x", "--usr-id", "1");
        assertThat(world.err())
                .isEqualTo(
                        "cdp track: there is no option --usr-id\n  Did you mean --user-id?\n  Try 'cdp track --help'.\n");
    }

    @Test
    void errorsOfTheCommandLineAreShort() {
        for (String[] wrong : new String[][] {
            {},
            {"nope"},
            {"track", "--nope"},
            {"track", "--user-id"},
            {"track", "x", "y", "z"},
            {"--nope"},
            {"identify", "x"}
        }) {
            world.expect(2, wrong);
            assertThat(world.out()).isEmpty();
            assertThat(world.err().lines().count()).isBetween(1L, 4L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--timeout", "--connect-timeout", "--max-retries", "--color"})
    void valuesOfOptionsAreChecked(String option) {
        world.expect(2, "identify", "--user-id", "1", option, "soon");
        assertThat(world.err()).contains(option + " is soon, but must be ");
    }

    @Test
    void keysAreNotEchoedByMistakes() {
        world.expect(2, "identify", "--user-id", "1", "--api-key", "k 1 secret");
        assertThat(world.err()).doesNotContain("secret").contains("blank or holds characters no key has");
    }

    @Test
    void colourIsForTerminalsOnly() {
        assertThat(TestWorld.in(folder).terminal().run("identify", "--user-id", "1"))
                .isEqualTo(2);
        world.terminal().expect(2, "identify", "--user-id", "");
        assertThat(world.err()).contains("\u001b[31m");
        world.env("NO_COLOR", "1").expect(2, "identify", "--user-id", "");
        assertThat(world.err()).doesNotContain("\u001b");
        TestWorld dumb = TestWorld.in(folder).terminal().env("TERM", "dumb");
        dumb.expect(2, "identify", "--user-id", "");
        assertThat(dumb.err()).doesNotContain("\u001b");
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        for (String[] asked : new String[][] {
            {"--help"},
            {"-h"},
            {"--version"},
            {"help"},
            {"help", "track"},
            {"help", "exit-codes"},
            {"help", "environment"}
        }) {
            world.expect(0, asked);
            assertThat(world.out()).isNotEmpty();
            assertThat(world.err()).isEmpty();
        }
        for (Commands command : Commands.ALL) {
            world.expect(0, command.name(), "--help");
            assertThat(world.out()).contains("Usage: cdp " + command.name());
            assertThat(world.out().lines()).allMatch(line -> line.length() <= 80, "fits 80 columns");
        }
    }

    @Test
    void blankVariablesCountAsUnset() {
        try (FakeServer server = FakeServer.scripted().next(accepted())) {
            world.env("CDP_API_URL", server.url())
                    .env("CDP_REGION", "")
                    .env("CDP_PROFILE", "  ")
                    .expect(0, "identify", "--user-id", "1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--sandbox track Seen --user-id 1,track",
        "-v track Seen --user-id 1,track",
        "--profile prod identify --user-id 1,identify",
        "--region=eu backfill a.csv,backfill"
    })
    void optionsStandBehindTheCommand(String line, String command) {
        TestWorld world = TestWorld.in(folder).expect(2, line.split(" ", -1));
        String option = line.substring(0, line.indexOf(' '));
        assertThat(world.err())
                .contains(option + " stands in front of the command; options follow it\n  Write it like this: cdp "
                        + command + " … " + option);
    }
}
