package io.github.cdpcli.input;

import static io.github.cdpcli.testing.Packed.gzip;
import static io.github.cdpcli.testing.Packed.zip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files on their own and in archives. */
class InputFileTest {

    @TempDir
    private Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("a.bin"), content);
    }

    private List<InputFile> inputs(byte[] content) throws IOException {
        return ((InputFile.Found.Inputs) InputFile.at("a.bin", file(content))).files();
    }

    private String refusal(byte[] content) throws IOException {
        return ((InputFile.Found.Unusable) InputFile.at("a.bin", file(content))).why();
    }

    private static String text(InputFile file) throws IOException {
        try (Content content = file.open(null)) {
            return new String(content.readAllBytes(), UTF_8);
        }
    }

    @Test
    void aFileIsItself() throws IOException {
        assertThat(inputs(gzip("a\n")))
                .singleElement()
                .satisfies(file -> assertThat(file.name()).isEqualTo("a.bin"))
                .satisfies(file -> assertThat(file.bytes()).isEqualTo(gzip("a\n").length))
                .satisfies(file -> assertThat(text(file)).isEqualTo("a\n"));
    }

    @Test
    void anArchiveIsItsFilesInItsOrder() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("in/", new byte[0]);
        entries.put("in/b.csv", bytes("b\n"));
        entries.put("größe.gz", gzip("a\n"));
        entries.put("__MACOSX/in/._b.csv", bytes("x"));
        entries.put(".DS_Store", bytes("x"));
        entries.put("empty", new byte[0]);
        List<InputFile> files = inputs(zip(entries));
        assertThat(files)
                .extracting(InputFile::name)
                .containsExactly("a.bin:in/b.csv", "a.bin:größe.gz", "a.bin:empty");
        assertThat(text(files.get(0))).isEqualTo("b\n");
        assertThat(text(files.get(1))).isEqualTo("a\n");
        assertThat(text(files.get(2))).isEmpty();
        try (Content content = files.get(0).open(null)) {
            assertThat(content.readAllBytes()).hasSize(2);
            assertThat(content.rawBytes()).isEqualTo(files.get(0).bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[Content_Types].xml", "META-INF/manifest.xml"})
    void aWorkbookIsToBeSavedAsCsv(String entry) throws IOException {
        assertThat(refusal(zip(Map.of(entry, bytes("<xml/>")))))
                .contains("workbook")
                .endsWith("save it as CSV");
    }

    @Test
    void anArchiveWithoutATableOfContentsOrFilesIsRefused() throws IOException {
        byte[] archive = zip(Map.of("a", bytes("a\n")));
        assertThat(refusal(Arrays.copyOf(archive, archive.length - 10))).contains("cut off, damaged");
        assertThat(refusal(zip(Map.of("a/", new byte[0])))).isEqualTo("is a zip archive that holds no file");
    }

    @Test
    void damageWithinItIsTold() throws IOException {
        String text = "{\"a\":1}\n".repeat(100_000);
        byte[] archive = zip(Map.of("a", bytes(text)));
        byte[] damaged = archive.clone();
        for (int i = 0; i < 40; i++) {
            damaged[200 + i] ^= 0x55;
        }
        InputFile file = inputs(damaged).get(0);
        assertThatThrownBy(() -> text(file))
                .isInstanceOf(BrokenInputException.class)
                .hasMessageStartingWith("a.bin:a is damaged: its zip ");
    }

    @Test
    void anArchiveThatWasReplacedSinceIsTold() throws IOException {
        InputFile file = inputs(zip(Map.of("a", bytes("a\n")))).get(0);
        Files.write(file.path(), zip(Map.of("b", bytes("b\n"))));
        assertThatThrownBy(() -> text(file))
                .isInstanceOf(BrokenInputException.class)
                .hasMessageContaining("no longer in its archive");
    }
}
