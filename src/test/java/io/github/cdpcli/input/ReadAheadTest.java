package io.github.cdpcli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cdpcli.testing.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    /** Gives at most so many bytes at a time, sometimes none, then fails or ends. */
    private static final class Source extends InputStream {
        private final InputStream bytes;
        private final Random random;
        private final boolean fails;
        private final AtomicBoolean closed = new AtomicBoolean();

        Source(byte[] bytes, Random random, boolean fails) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.random = random;
            this.fails = fails;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("byte by byte is too slow");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = bytes.read(into, offset, Math.min(length, random.nextInt(100_000)));
            if (count < 0 && fails) {
                throw new IOException("is damaged");
            }
            return count;
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(2_000_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void givesWhatTheStreamGives() {
        Seeds.each(20, random -> {
            byte[] bytes = bytes(random);
            Source source = new Source(bytes, new Random(random.nextLong()), false);
            try (ReadAhead ahead = new ReadAhead(source)) {
                assertThat(ahead.readAllBytes().length).isEqualTo(bytes.length);
                assertThat(ahead.read()).isEqualTo(-1);
            }
            assertThat(source.closed).isTrue();
            try (ReadAhead ahead = new ReadAhead(new Source(bytes, new Random(1), false))) {
                assertThat(ahead.readAllBytes()).isEqualTo(bytes);
            }
        });
    }

    @Test
    void whatWasReadBeforeAFailureComesBeforeIt() {
        Seeds.each(20, random -> {
            byte[] bytes = bytes(random);
            try (ReadAhead ahead = new ReadAhead(new Source(bytes, new Random(random.nextLong()), true))) {
                ByteArrayOutputStream read = new ByteArrayOutputStream();
                assertThatThrownBy(() -> ahead.transferTo(read)).hasMessage("is damaged");
                assertThat(read.toByteArray()).isEqualTo(bytes);
                assertThatThrownBy(() -> ahead.read()).hasMessage("is damaged");
            }
        });
    }

    @Test
    void canBeClosedBeforeTheEnd() throws IOException {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        ReadAhead ahead = new ReadAhead(new SequenceInputStream(endless, endless));

        assertThat(ahead.readNBytes(300_000)).hasSize(300_000);
        ahead.close();

        try (ReadAhead unread = new ReadAhead(endless)) {
            assertThat(unread.available()).isZero();
        }
    }
}
