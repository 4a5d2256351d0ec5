package io.github.cdpcli.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cdpcli.testing.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whether an input begins as it did. */
class HashingInputStreamTest {

    private static final byte[] TEXT = "{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n".getBytes(UTF_8);

    private static HashingInputStream over(byte[] bytes, Optional<Journal.Progress> expected, boolean whole) {
        return new HashingInputStream(new ByteArrayInputStream(bytes), expected, whole);
    }

    private static Journal.Progress progress(byte[] bytes) throws IOException {
        HashingInputStream in = over(bytes, Optional.empty(), false);
        in.readAllBytes();
        // As of a run that has not yet seen that nothing follows.
        return new Journal.Progress(in.progress().bytes(), in.progress().hash());
    }

    /** Reads in random pieces, and from pieces of random sizes. */
    private static byte[] readInPieces(Random random, byte[] bytes, Optional<Journal.Progress> expected)
            throws IOException {
        InputStream pieces = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(50)));
            }
        };
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (HashingInputStream in = new HashingInputStream(pieces, expected, false)) {
            byte[] buffer = new byte[100];
            while (true) {
                boolean single = random.nextInt(5) == 0;
                int offset = random.nextInt(10);
                int read = single ? in.read() : in.read(buffer, offset, 1 + random.nextInt(90));
                if (read < 0) {
                    assertThat(in.progress().isOf(progress(bytes))).isTrue();
                    assertThat(in.progress().atEnd()).isTrue();
                    return all.toByteArray();
                } else if (single) {
                    all.write(read);
                } else {
                    all.write(buffer, offset, read);
                }
            }
        }
    }

    @Test
    void passesEverythingOnAndHashesItHoweverItIsRead() {
        Seeds.each(60, random -> {
            byte[] bytes = new byte[random.nextInt(3000)];
            random.nextBytes(bytes);
            assertThat(readInPieces(random, bytes, Optional.empty())).isEqualTo(bytes);
            Journal.Progress begun = progress(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            assertThat(readInPieces(random, bytes, Optional.of(begun))).isEqualTo(bytes);
        });
    }

    @Test
    void anyOtherBeginningIsNoticed() {
        Seeds.each(100, random -> {
            byte[] bytes = new byte[1 + random.nextInt(3000)];
            random.nextBytes(bytes);
            int known = 1 + random.nextInt(bytes.length);
            Journal.Progress expected = progress(Arrays.copyOf(bytes, known));
            byte[] other;
            if (random.nextBoolean()) {
                other = bytes.clone();
                other[random.nextInt(known)] ^= (byte) (1 << random.nextInt(8));
            } else {
                other = Arrays.copyOf(bytes, random.nextInt(known));
            }
            assertThatThrownBy(() -> readInPieces(random, other, Optional.of(expected)))
                    .isInstanceOf(HashingInputStream.ChangedException.class);
        });
    }

    @Test
    void isKnownByAFixedHash() throws IOException {
        assertThat(progress("123456789".getBytes(UTF_8))).hasToString("9:cbf43926e3069283");
        assertThat(progress(new byte[0])).isEqualTo(HashingInputStream.NOTHING);
    }

    @Test
    void whatFollowsALineThatWasWholeIsNew() throws IOException {
        Optional<Journal.Progress> known = Optional.of(progress(TEXT));
        byte[] grown = Arrays.copyOf(TEXT, TEXT.length + 1);
        grown[TEXT.length] = '{';
        assertThat(over(grown, known, true).readAllBytes()).isEqualTo(grown);
    }

    /** Its beginning may have been sent already, as a record of its own. */
    @Test
    void aLastLineThatGoesOnIsAChange() throws IOException {
        byte[] cut = Arrays.copyOf(TEXT, TEXT.length - 1);
        Optional<Journal.Progress> known = Optional.of(progress(cut));
        assertThat(over(TEXT, known, true).readAllBytes()).isEqualTo(TEXT);
        byte[] more = TEXT.clone();
        more[more.length - 1] = ' ';
        assertThatThrownBy(() -> over(more, known, true).readAllBytes())
                .isInstanceOf(HashingInputStream.ChangedException.class);
        assertThat(over(more, known, false).readAllBytes()).isEqualTo(more);
    }
}
