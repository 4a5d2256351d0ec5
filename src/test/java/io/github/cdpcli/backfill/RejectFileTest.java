package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cdpcli.input.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that were not sent: each stands in the file once, however often the run was ended. */
class RejectFileTest {

    private static final Pattern RECORD = Pattern.compile("\"record\":(\\d+),");

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("a.rejects.ndjson");
    }

    private RejectFile rejects() {
        return new RejectFile(input -> folder.resolve(input + ".rejects.ndjson"));
    }

    private static Reject reject(String input, long record) {
        return new Reject(
                new Position(input, record, record, 10 * record),
                false,
                "missing",
                "userId",
                "is missing – ü",
                0,
                null,
                new Reject.Recorded(
                        new Origin("0123456789abcdef", record),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "{\"raw\":\n\"line " + record + "\"}",
                        Optional.empty()));
    }

    private static void write(RejectFile rejects, long... records) throws IOException {
        for (long record : records) {
            rejects.write(reject("a", record));
        }
    }

    private static List<Long> records(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> {
                    var matcher = RECORD.matcher(line);
                    assertThat(matcher.find() && line.endsWith("}")).as(line).isTrue();
                    return Long.valueOf(matcher.group(1));
                })
                .toList();
    }

    @Test
    void thereIsNoneWithoutARecord() throws IOException {
        try (RejectFile rejects = rejects()) {
            rejects.sync();
            assertThat(rejects.length("a")).isZero();
            assertThat(rejects.written()).isEmpty();
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void eachInputHasItsOwnAndALineIsOutBeforeTheNextThingHappens() throws IOException {
        try (RejectFile rejects = rejects()) {
            write(rejects, 1);
            assertThat(records(file())).containsExactly(1L);
            rejects.write(reject("b", 1));
            write(rejects, 3);
            rejects.sync();
            assertThat(rejects.length("a")).isEqualTo(Files.size(file()));
            assertThat(rejects.written()).containsExactly(file(), folder.resolve("b.rejects.ndjson"));
        }
        assertThat(records(file())).containsExactly(1L, 3L);
        assertThat(records(folder.resolve("b.rejects.ndjson"))).containsExactly(1L);
    }

    @Test
    void thoseOfAnotherRunAreMovedAsideAndNeverWrittenOver() throws IOException {
        Files.writeString(file(), "one\n");
        Files.writeString(folder.resolve("a.rejects.ndjson.1"), "older\n");
        try (RejectFile rejects = rejects()) {
            assertThat(file()).hasContent("one");
            write(rejects, 1);
            assertThat(rejects.movedAside()).isEqualTo(Map.of(file(), folder.resolve("a.rejects.ndjson.2")));
        }
        assertThat(folder.resolve("a.rejects.ndjson.1")).hasContent("older");
        assertThat(folder.resolve("a.rejects.ndjson.2")).hasContent("one");
        assertThat(records(file())).containsExactly(1L);
    }

    @Test
    void aContinuedRunDoesNotRepeatWhatTheJournalDoesNotKnowOf() throws IOException {
        long known;
        try (RejectFile rejects = rejects()) {
            write(rejects, 1, 2);
            known = rejects.length("a");
            write(rejects, 5, 7);
        }
        try (RejectFile rejects = rejects()) {
            rejects.continueAt("a", known);
            assertThat(rejects.length("a")).isEqualTo(known);
            write(rejects, 5, 6, 7, 8);
            assertThat(rejects.movedAside()).isEmpty();
        }
        assertThat(records(file())).containsExactly(1L, 2L, 5L, 7L, 6L, 8L);
    }

    /** Ended twice before the record came again: the journal must not look past its line. */
    @Test
    void neitherDoesARunThatContinuesAContinuedOne() throws IOException {
        try (RejectFile rejects = rejects()) {
            write(rejects, 7);
        }
        long known;
        try (RejectFile rejects = rejects()) {
            rejects.continueAt("a", 0);
            write(rejects, 3);
            known = rejects.length("a");
            assertThat(known).isZero();
        }
        try (RejectFile rejects = rejects()) {
            rejects.continueAt("a", known);
            rejects.settledEarlier("a", 3);
            write(rejects, 5);
            assertThat(rejects.length("a")).isZero();
            write(rejects, 7);
            assertThat(rejects.length("a")).isEqualTo(Files.size(file()));
        }
        assertThat(records(file())).containsExactly(7L, 3L, 5L);
    }

    /** People mend these files, and not every editor ends the last line. */
    @Test
    void whatSomebodyMendedIsLeftAloneUntilThereIsSomethingToWriteAndThenTooStays() throws IOException {
        long known;
        try (RejectFile rejects = rejects()) {
            write(rejects, 1, 2);
            known = rejects.length("a");
        }
        String mended =
                Files.readString(file()).replace("is missing", "is mended now").strip();
        Files.writeString(file(), mended);
        try (RejectFile rejects = rejects()) {
            rejects.continueAt("a", known);
            rejects.settledEarlier("a", 1);
        }
        assertThat(Files.readString(file())).isEqualTo(mended);
        try (RejectFile rejects = rejects()) {
            rejects.continueAt("a", known);
            write(rejects, 3);
        }
        assertThat(Files.readString(file())).startsWith(mended + "\n");
        assertThat(records(file())).containsExactly(1L, 2L, 3L);
    }

    /** Where the input was another one meanwhile, its line says nothing of the record that has the same number here. */
    @Test
    void aLineAboutAnotherRecordOfThatNumberIsNotTakenForIt() throws IOException {
        try (RejectFile rejects = rejects()) {
            write(rejects, 5);
        }
        Files.writeString(file(), Files.readString(file()).replace("line 5", "line of another"));
        try (RejectFile rejects = rejects()) {
            rejects.continueAt("a", 0);
            write(rejects, 5);
        }
        assertThat(records(file())).containsExactly(5L, 5L);
    }

    @Test
    void twoRunsDoNotWriteToOneFile() throws IOException {
        try (RejectFile first = rejects();
                RejectFile second = rejects()) {
            write(first, 1);
            assertThat(RejectFile.isInUse(folder.resolve("b.rejects.ndjson"))).isFalse();
            second.continueAt("a", 0);
            assertThatThrownBy(() -> write(second, 2))
                    .isInstanceOf(IOException.class)
                    .hasMessage(file() + " is being written by another run");
        }
        assertThat(RejectFile.isInUse(file())).isFalse();
        assertThat(records(file())).containsExactly(1L);
    }

    /** Each open file costs a descriptor, and there may be thousands of inputs. */
    @Test
    void manyInputsTakeTurns() throws IOException {
        try (RejectFile rejects = rejects()) {
            for (int round = 1; round <= 3; round++) {
                for (int input = 0; input < 40; input++) {
                    rejects.write(reject("in" + input, round));
                }
            }
            rejects.sync();
            for (int input = 0; input < 40; input++) {
                Path each = folder.resolve("in" + input + ".rejects.ndjson");
                assertThat(records(each)).containsExactly(1L, 2L, 3L);
                assertThat(rejects.length("in" + input)).isEqualTo(Files.size(each));
            }
        }
    }

    @Test
    void halfALineIsTakenAway() throws IOException {
        long known;
        try (RejectFile rejects = rejects()) {
            write(rejects, 1);
            known = rejects.length("a");
            write(rejects, 2);
        }
        for (int cut = 1; cut < 20; cut += 3) {
            byte[] torn = Files.readAllBytes(file());
            Files.write(file(), Arrays.copyOf(torn, torn.length - cut));
            try (RejectFile rejects = rejects()) {
                rejects.continueAt("a", known);
                write(rejects, 2);
            }
            assertThat(records(file())).containsExactly(1L, 2L);
        }
    }

    /** Somebody dealt with them and took them away, and began a file of their own there. */
    @Test
    void aShorterFileIsLookedThroughFromItsBeginning() throws IOException {
        try (RejectFile rejects = rejects()) {
            write(rejects, 4);
        }
        Files.writeString(file(), "{\"input\":\"a\",\"rec", StandardOpenOption.APPEND);
        try (RejectFile rejects = rejects()) {
            rejects.continueAt("a", 100_000);
            write(rejects, 4, 5);
            assertThat(rejects.length("a")).isEqualTo(Files.size(file()));
        }
        assertThat(records(file())).containsExactly(4L, 5L);
    }

    @Test
    void aFileThatIsGoneIsBegunAgain() throws IOException {
        try (RejectFile rejects = rejects()) {
            rejects.continueAt("a", 100_000);
            write(rejects, 5);
            assertThat(rejects.length("a")).isEqualTo(Files.size(file()));
        }
        assertThat(records(file())).containsExactly(5L);
    }
}
