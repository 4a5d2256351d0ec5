package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.TestWorld;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistyped names, and what is said to have been meant. */
class NearestTest {

    @TempDir
    private Path folder;

    private String mistake(String line) {
        TestWorld world = TestWorld.in(folder).expect(2, line.split(" "));
        assertThat(world.out()).isEmpty();
        assertThat(world.err().lines().count()).isLessThanOrEqualTo(4);
        return world.err();
    }

    @ParameterizedTest
    @CsvSource({
        "idenfity, identify",
        "bakcfill x, backfill",
        "back-fill x, backfill",
        "TRACK x, track",
        "trak x, track",
        "testconnection, test-connection",
        "test, test-connection",
        "import x.csv, backfill",
        "upload x.csv, backfill",
        "completions bash, completion",
        "help trak, track",
        "help exitcodes, exit-codes",
        "help timestamp, timestamps",
        "--versoin, --version",
        "track x --dryrun, --dry-run",
        "track x --dry_run, --dry-run",
        "track x --userid 1, --user-id",
        "track x --USER-ID=1, --user-id",
        "track -user-id 1, --user-id",
        "track x --traits {}, --properties",
        "track x -t a=b, -p",
        "identify --property a=b, --trait",
        "identify -p a=b, -t",
        "backfill --timezome UTC, --timezone",
        "backfill --tz UTC, --timezone",
        "backfill --max-error 5, --max-errors",
        "backfill --help-al, --help-all or --help"
    })
    void theNearestIsNamed(String line, String meant) {
        assertThat(mistake(line)).contains("  Did you mean " + meant);
    }

    /** Many begin as it does; three are enough to choose from, and the help has the others. */
    @Test
    void oneThatIsCutShortIsCompleted() {
        assertThat(mistake("backfill --api")).contains("Did you mean --api-key or --api-url or --api-key-file?");
        assertThat(mistake("screen x --time")).contains("--timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xyzzy", "track x --xyzzy", "track x -z", "backfill --dedupe", "help xyzzy", "--xyzzy"})
    void nothingIsNamedThatIsNotNear(String line) {
        assertThat(mistake(line)).doesNotContain("Did you mean");
    }

    @Test
    void hiddenOptionsAreNotNamed() {
        assertThat(mistake("profile add x --api-kye k")).doesNotContain("--api-key?", "--api-key or");
    }

    @Test
    void whatWasTypedIsShownHarmless() {
        TestWorld world = TestWorld.in(folder).expect(2, "\u001b[31mtrack");
        assertThat(world.err()).doesNotContain("\u001b");
        world.expect(2, "track", "--\u001b[31muser-id", "1");
        assertThat(world.err()).doesNotContain("\u001b");
        world.expect(2, "help", "\u001b[31m" + "x".repeat(500));
        assertThat(world.err()).doesNotContain("\u001b").hasSizeLessThan(300);
    }

    @Test
    void helpBeforeTheCommandIsOnTheCommand() {
        TestWorld world = TestWorld.in(folder).expect(0, "--help", "track");
        String before = world.out();
        world.expect(0, "track", "--help");
        assertThat(before).isEqualTo(world.out());
    }
}
