package io.github.cdpcli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of the calls that were accepted. */
class SandboxRecordTest {

    private static final String ODD =
            "{\"type\":\"track\",\"userId\":\"1\", \"event\":\"Gr\\u00f6\\u00DFe ü\",\"properties\":"
                    + "{\"z\":1.10,\"a\":12345678901234567890,\"e\":6.02E+23,\"n\":null,\"s\":\"\\n\\/\"},\"x\":[ ]}";

    @TempDir
    private Path folder;

    private Lab recording(Path file) throws IOException {
        return Lab.with(new SandboxOptions(0, Lab.KEY, false, Faults.none(), Duration.ZERO, Optional.of(file)));
    }

    @Test
    void holdsACallByteForByte() throws Exception {
        Path file = folder.resolve("calls.ndjson");
        try (Lab lab = recording(file)) {
            assertThat(lab.status("track", ODD)).isEqualTo(200);

            assertThat(file).hasContent(ODD + "\n");
        }
    }

    @Test
    void holdsEachItemOfABatchByteForByte() throws Exception {
        Path file = folder.resolve("calls.ndjson");
        String first = ODD;
        String second = "{ \"type\" : \"alias\",\"userId\":7,\"previousId\":\"a, ]}\\\"[{\" }";
        try (Lab lab = recording(file)) {
            assertThat(lab.status(
                            "batch", "{\"context\":[{},[1,2]],\"batch\" : [ " + first + "\n,\r\n" + second + "]}"))
                    .isEqualTo(200);

            assertThat(Files.readString(file)).isEqualTo(first + "\n" + second + "\n");
        }
    }

    @Test
    void putsTheTypeInFrontOfACallThatNamesNone() throws Exception {
        Path file = folder.resolve("calls.ndjson");
        try (Lab lab = recording(file)) {
            lab.post("screen", " {\"userId\":\"1\", \"n\":1.10}");

            assertThat(file).hasContent("{\"type\":\"screen\",\"userId\":\"1\", \"n\":1.10}");
        }
    }

    @Test
    void makesOneLineOfACallOnSeveral() throws Exception {
        Path file = folder.resolve("calls.ndjson");
        try (Lab lab = recording(file)) {
            lab.post("page", "{\r\n\t\"type\":\"page\",\n\"userId\": \"1\"\n}");

            assertThat(Files.readString(file)).isEqualTo("{  \t\"type\":\"page\", \"userId\": \"1\" }\n");
        }
    }

    @Test
    void holdsRepeatedCallsAndNoneThatWereNotAccepted() throws Exception {
        Path file = folder.resolve("calls.ndjson");
        String call = "{\"type\":\"page\",\"userId\":\"1\",\"messageId\":\"m\"}";
        try (Lab lab = recording(file)) {
            lab.post("page", call);
            lab.post("page", call);
            lab.post("page", "{}");
            lab.post("page", "{}", request -> request.setHeader("X-Strict-Mode", "0"));

            assertThat(Files.readAllLines(file)).containsExactly(call, call);
        }
    }

    @Test
    void isContinuedByTheNextSandbox() throws Exception {
        Path file = folder.resolve("calls.ndjson");
        for (String user : new String[] {"1", "2"}) {
            try (Lab lab = recording(file)) {
                lab.post("page", "{\"userId\":\"" + user + "\"}");
            }
        }
        assertThat(Files.readAllLines(file))
                .containsExactly("{\"type\":\"page\",\"userId\":\"1\"}", "{\"type\":\"page\",\"userId\":\"2\"}");
    }

    @Test
    void mustBeWritableFromTheStart() {
        Path file = folder.resolve("missing").resolve("calls.ndjson");

        assertThatThrownBy(() -> recording(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write to " + file);
    }

    @Test
    void refusesACallItCannotHoldAndForgetsIt() throws Exception {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        try (Lab lab = recording(full)) {
            assertThat(lab.status("page", "{\"userId\":\"1\",\"messageId\":\"m\"}"))
                    .isEqualTo(500);
            assertThat(lab.lastTold().verdict()).isEqualTo(Verdict.FAILED);
            assertThat(lab.count("accepted")).isZero();
        }
    }
}
