package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.backfill.InputCheck.Verdict;
import io.github.cdpcli.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file is to its journal, found out before anything is sent. */
class InputCheckTest {

    private static final String TEXT = "{\"a\":1}\n".repeat(20_000);

    @TempDir
    private Path folder;

    private Journal journal;

    @BeforeEach
    void open() throws IOException {
        Json.Obj header = new Json.Obj(Map.of("journal", Json.of(1)));
        journal = ((Journal.Opened.Ready) Journal.open(folder.resolve("a.journal"), header, false)).journal();
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private static Journal.Progress progress(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        HashingInputStream in = new HashingInputStream(new ByteArrayInputStream(bytes), Optional.empty(), false);
        in.readAllBytes();
        // As of a run that has not yet seen that nothing follows.
        return new Journal.Progress(in.progress().bytes(), in.progress().hash());
    }

    private Verdict check(String text) throws IOException {
        return InputCheck.check(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), journal);
    }

    @Test
    void anyFileWillDoAtFirst() throws IOException {
        assertThat(check(TEXT)).isEqualTo(Verdict.GO_ON);
        assertThat(check("")).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void whatWasReadMustBeThere() throws IOException {
        journal.settle(Map.of(1, 2L), Journal.Counts.NONE, 0, progress(TEXT.substring(0, 100_003)));
        assertThat(check(TEXT)).isEqualTo(Verdict.GO_ON);
        assertThat(check(TEXT.substring(0, 100_003))).isEqualTo(Verdict.GO_ON);
        assertThat(check(TEXT.substring(0, 100_002))).isEqualTo(Verdict.CHANGED);
        assertThat(check("")).isEqualTo(Verdict.CHANGED);
        assertThat(check(TEXT.replaceFirst("1", "2"))).isEqualTo(Verdict.CHANGED);
        assertThat(check(TEXT.substring(0, 100_003) + "anything")).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void aFileThatIsSettledToItsEndIsFinishedUntilItGrows() throws IOException {
        journal.finish(new Journal.Finish(20_000, 0, 0, progress(TEXT)));
        assertThat(check(TEXT)).isEqualTo(Verdict.FINISHED);
        assertThat(check(TEXT + "{}\n")).isEqualTo(Verdict.GO_ON);
        assertThat(check(TEXT.substring(8))).isEqualTo(Verdict.CHANGED);
        assertThat(check(TEXT.replaceFirst("1", "2"))).isEqualTo(Verdict.CHANGED);
        journal.settle(Map.of(1, 2L), Journal.Counts.NONE, 0, progress(TEXT + "{\"b\":"));
        assertThat(check(TEXT + "{\"b\":2}\n")).isEqualTo(Verdict.GO_ON);
        assertThat(check(TEXT + "{\"c\":2}\n")).isEqualTo(Verdict.CHANGED);
        assertThat(check(TEXT)).isEqualTo(Verdict.CHANGED);
    }
}
