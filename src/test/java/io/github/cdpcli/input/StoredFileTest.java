package io.github.cdpcli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StoredFileTest {

    private static StoredFile file(int bytes, long size) {
        return new StoredFile("a.ndjson", new ByteArrayInputStream(new byte[bytes]), size);
    }

    @Test
    void mayGrowWhileItIsRead() throws IOException {
        assertThat(file(100, 100).readAllBytes()).hasSize(100);
        assertThat(file(150, 100).readAllBytes()).hasSize(150);
        assertThat(file(0, 0).read()).isEqualTo(-1);
    }

    /** What was cut away would be missing without a word. */
    @Test
    void mayNotShrink() {
        assertThatThrownBy(() -> file(60, 100).readAllBytes())
                .isInstanceOf(BrokenInputException.class)
                .hasMessage("a.ndjson became shorter while it was read: it had 100 bytes, and ends now behind 60");
    }
}
