package io.github.cdpcli.input;

import static io.github.cdpcli.testing.Packed.gzip;
import static io.github.cdpcli.testing.Packed.joined;
import static io.github.cdpcli.testing.Packed.zip;
import static io.github.cdpcli.testing.Packed.zstd;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cdpcli.testing.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the bytes of a file to its text. */
class ContentTest {

    private static final String TEXT = "{\"a\":\"grosse\"}\n".repeat(500);

    /** {@code {"a":1}} and a line end, by the zstd command: with size and checksum, and from a pipe without either. */
    private static final byte[] ZSTD_FILE =
            HexFormat.of().parseHex("28b52ffd2408410000" + "7b2261223a317d0a" + "e2efece0");

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Content content(byte[] raw, @Nullable Charset encoding) throws IOException {
        return Content.of("f", new ByteArrayInputStream(raw), encoding);
    }

    private static String text(byte[] raw) throws IOException {
        return text(raw, null);
    }

    private static String text(byte[] raw, @Nullable Charset encoding) throws IOException {
        return new String(content(raw, encoding).readAllBytes(), UTF_8);
    }

    /** What comes before the damage, and what is said of it. */
    private record BrokenOff(String before, String message) {}

    private static BrokenOff brokenOff(byte[] raw) throws IOException {
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        try (Content content = content(raw, null)) {
            byte[] buffer = new byte[1000];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                before.write(buffer, 0, count);
            }
        } catch (BrokenInputException e) {
            return new BrokenOff(before.toString(UTF_8), String.valueOf(e.getMessage()));
        }
        throw new AssertionError("read to its end");
    }

    @Nested
    class Gzip {

        @Test
        void membersAreReadOneAfterAnother() throws IOException {
            byte[] packed = joined(gzip("a\n"), gzip(""), gzip("b\n"), gzip(TEXT));
            assertThat(text(packed)).isEqualTo("a\nb\n" + TEXT);
        }

        /** Where the JDK's stream takes the end of a member for the end of all. */
        @Test
        void alsoWhenAPipeHasNothingAtHandBetweenThem() throws IOException {
            byte[] one = gzip("a\n");
            InputStream pipe = new ByteArrayInputStream(joined(one, gzip("b\n"))) {
                @Override
                public synchronized int read(byte[] into, int offset, int length) {
                    int untilEndOfMember = one.length - pos;
                    return super.read(into, offset, untilEndOfMember > 0 ? Math.min(length, untilEndOfMember) : length);
                }

                @Override
                public synchronized int available() {
                    return 0;
                }
            };
            assertThat(new String(Content.of("-", pipe, null).readAllBytes(), UTF_8))
                    .isEqualTo("a\nb\n");
        }

        @Test
        void namesCommentsExtrasAndPaddingArePassedOver() throws IOException {
            byte[] plain = gzip("a\n");
            byte[] rich = joined(
                    new byte[] {0x1F, (byte) 0x8B, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y'},
                    bytes("name\0comment\0"),
                    new byte[] {0, 0},
                    Arrays.copyOfRange(plain, 10, plain.length));
            assertThat(text(joined(rich, plain, new byte[1000]))).isEqualTo("a\na\n");
        }

        @Test
        void whatComesBeforeACutIsReadAndTheCutIsTold() throws IOException {
            byte[] packed = joined(gzip("first\n"), gzip(TEXT));
            for (int length = 1; length < packed.length; length++) {
                if (length == gzip("first\n").length || length < 2) {
                    continue;
                }
                BrokenOff off = brokenOff(Arrays.copyOf(packed, length));
                assertThat("first\n" + TEXT).startsWith(off.before());
                assertThat(off.message())
                        .startsWith("f is cut off: it ends in the middle of its gzip data; this was found at byte "
                                + length);
            }
            assertThat(brokenOff(Arrays.copyOf(packed, packed.length - 1)).before())
                    .isEqualTo("first\n" + TEXT);
        }

        @Test
        void aWrongChecksumAndWhatIsNoMemberAreTold() throws IOException {
            byte[] packed = gzip(TEXT);
            packed[packed.length - 6] ^= 1;
            assertThat(brokenOff(packed))
                    .isEqualTo(new BrokenOff(
                            TEXT,
                            "f is damaged: its gzip checksum is not that of its content, so something in it was changed or"
                                    + " lost on the way; what was read of it may be wrong; this was found at byte "
                                    + packed.length + ", behind " + bytes(TEXT).length + " bytes of content"));
            assertThat(brokenOff(joined(gzip("a\n"), bytes("{\"b\":1}\n"))).message())
                    .contains("something that is not gzip follows");
            assertThat(brokenOff(joined(gzip("a\n"), new byte[] {0, 0, 1})).message())
                    .contains("something that is not gzip follows");
        }

        @Test
        void aBombIsReadPieceByPiece() throws IOException {
            byte[] bomb = gzip(new byte[100_000_000]);
            byte[] buffer = new byte[100_000];
            long length = 0;
            try (Content content = content(gzip(bomb), null)) {
                for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                    length += count;
                }
            }
            assertThat(length).isEqualTo(100_000_000);
        }
    }

    @Nested
    class Zstd {

        @Test
        void framesAreReadOneAfterAnotherAndSkippableOnesAreSkipped() throws IOException {
            byte[] skippable = joined(HexFormat.of().parseHex("5a2a4d1803000000"), bytes("abc"));
            assertThat(text(joined(skippable, zstd(bytes("a\n")), skippable, zstd(bytes(TEXT)), skippable)))
                    .isEqualTo("a\n" + TEXT);
        }

        @Test
        void whatTheCommandWroteIsRead() throws IOException {
            assertThat(text(ZSTD_FILE)).isEqualTo("{\"a\":1}\n");
        }

        @Test
        void itsChecksumIsTested() throws IOException {
            byte[] damaged = ZSTD_FILE.clone();
            damaged[14] ^= 1;
            assertThat(brokenOff(damaged).message()).startsWith("f is damaged: its zstd checksum is not that");
            assertThat(brokenOff(damaged).before()).hasSize(8);
        }

        @Test
        void allWholeBlocksBeforeACutAreRead() throws IOException {
            byte[] random = new byte[1_000_000];
            new Random(1).nextBytes(random);
            byte[] packed = zstd(bytes(Base64.getEncoder().encodeToString(random)));
            BrokenOff off = brokenOff(Arrays.copyOf(packed, packed.length / 2));
            assertThat(off.message()).startsWith("f is cut off: it ends in the middle of its zstd data");
            assertThat(off.before().length()).isBetween(400_000, 700_000);
            assertThat(Base64.getEncoder().encodeToString(random)).startsWith(off.before());
        }

        @Test
        void everyCutIsTold() throws IOException {
            byte[] packed = joined(zstd(bytes("first\n")), zstd(bytes(TEXT)));
            for (int length = 4; length < packed.length; length++) {
                if (length != zstd(bytes("first\n")).length) {
                    BrokenOff off = brokenOff(Arrays.copyOf(packed, length));
                    assertThat("first\n" + TEXT).startsWith(off.before());
                    assertThat(off.message()).contains("f is ").containsAnyOf("cut off", "not zstd");
                }
            }
        }

        @Test
        void junkBehindItIsTold() throws IOException {
            for (String junk : new String[] {"j", "junk", "{\"b\":1}\n"}) {
                assertThat(brokenOff(joined(zstd(bytes("a\n")), bytes(junk))))
                        .isEqualTo(new BrokenOff(
                                "a\n",
                                "f is damaged: something that is not zstd follows its zstd data; this was found at byte "
                                        + (zstd(bytes("a\n")).length + junk.length()) + ", behind 2 bytes of content"));
            }
        }

        @ParameterizedTest
        @CsvSource({"28b52ffd00b8, --long=31", "28b52ffd2107ff, -D DICTIONARY", "28b52ffde0000000000000ffff, --long=31"
        })
        void whatNeedsMoreMemoryOrADictionaryIsRefusedWithTheWayOut(String header, String wayOut) throws IOException {
            assertThat(brokenOff(HexFormat.of().parseHex(header)).message())
                    .contains(wayOut)
                    .contains("| cdp backfill -");
        }

        private boolean isAsEver(byte[] damaged) throws IOException {
            try {
                return text(damaged).equals(TEXT + "x".repeat(1000) + TEXT.substring(100));
            } catch (BrokenInputException e) {
                return false;
            }
        }

        @Test
        void damageNeverGetsOutAsAnythingElse() {
            byte[] packed = zstd(bytes(TEXT + "x".repeat(1000) + TEXT.substring(100)));
            Seeds.each(500, random -> {
                byte[] damaged = packed.clone();
                damaged[4 + random.nextInt(packed.length - 4)] ^= (byte) (1 << random.nextInt(8));
                // A few bits say nothing about the content.
                if (!isAsEver(damaged)) {
                    assertThatThrownBy(() -> text(damaged)).isInstanceOf(BrokenInputException.class);
                }
            });
        }
    }

    @Nested
    class Both {

        @Test
        void oneMayStandInTheOther() throws IOException {
            assertThat(text(gzip(zstd(gzip(TEXT))))).isEqualTo(TEXT);
        }

        @Test
        void whatCannotBeUnpackedIsPassedOn() throws IOException {
            byte[] archive = zip(Map.of("a", bytes(TEXT)));
            assertThat(content(gzip(archive), ISO_8859_1).readAllBytes()).isEqualTo(archive);
            byte[] four = gzip(gzip("a"));
            assertThat(content(gzip(gzip(gzip(four))), null).readAllBytes()).isEqualTo(four);
        }

        /** Whatever the pieces and the packing, the text is the same. */
        @Test
        void theTextDoesNotDependOnHowItCameOrWasPacked() {
            Seeds.each(150, random -> {
                byte[] text = new byte[random.nextInt(50_000)];
                for (int i = 0; i < text.length; i++) {
                    text[i] = (byte) (random.nextInt(10) == 0 ? '\n' : 'a' + random.nextInt(1 + i % 20));
                }
                byte[] packed = new byte[0];
                boolean isGzip = random.nextBoolean();
                for (int from = 0; from < text.length || packed.length == 0; ) {
                    int to = from + Math.min(text.length - from, random.nextInt(20_000));
                    byte[] part = Arrays.copyOfRange(text, from, to);
                    packed = joined(packed, isGzip ? gzip(part) : zstd(part));
                    from = to;
                }
                InputStream in = Trickle.of(packed, random, 1 + random.nextInt(3000));
                Content content = Content.of("f", in, null);
                assertThat(content.readAllBytes()).isEqualTo(text);
                assertThat(content.rawBytes()).isEqualTo(packed.length);
            });
        }
    }

    @Nested
    class Encodings {

        @ParameterizedTest
        @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
        void aMarkTellsThem(String name) throws IOException {
            byte[] raw = ("\uFEFF" + TEXT + "😀").getBytes(Charset.forName(name));
            assertThat(text(raw)).endsWith(TEXT + "😀");
            assertThat(text(raw, ISO_8859_1)).isEqualTo(text(raw));
            assertThat(content(gzip(raw), null).encoding()).isEqualTo(Charset.forName(name));
        }

        @ParameterizedTest
        @ValueSource(strings = {"windows-1252", "ISO-8859-1", "UTF-16LE", "UTF-16BE", "UTF-16", "Cp1047", "GB18030"})
        void orTheUserDoes(String name) throws IOException {
            Charset encoding = Charset.forName(name);
            assertThat(text(TEXT.getBytes(encoding), encoding).replace("\uFEFF", ""))
                    .isEqualTo(TEXT);
        }

        @Test
        void whatIsNoTextInThemIsNoneInUtf8() throws IOException {
            Charset windows = Charset.forName("windows-1252");
            assertThat(content(new byte[] {'a', (byte) 0x81, 'b', (byte) 0x80}, windows)
                            .readAllBytes())
                    .isEqualTo(joined(new byte[] {'a', (byte) 0xFF, 'b'}, bytes("€")));
            byte[] loneSurrogate = {(byte) 0xFF, (byte) 0xFE, 'a', 0, 0, (byte) 0xD8, 'b', 0, 'c'};
            assertThat(content(loneSurrogate, null).readAllBytes())
                    .isEqualTo(joined(bytes("\uFEFFa"), new byte[] {(byte) 0xFF, 'b', (byte) 0xFF}));
        }

        @Test
        void textIsTheSameInWhateverPiecesItComes() {
            Seeds.each(100, random -> {
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(40_000); i > 0; i--) {
                    text.appendCodePoint(
                            random.nextInt(8) == 0 ? 0x1F600 + random.nextInt(50) : 1 + random.nextInt(0x3000));
                }
                Charset encoding = Charset.forName(random.nextBoolean() ? "UTF-16LE" : "GB18030");
                byte[] raw = text.toString().getBytes(encoding);
                Content content = Content.of("f", Trickle.of(raw, random, 1 + random.nextInt(5000)), encoding);
                assertThat(new String(content.readAllBytes(), UTF_8)).isEqualTo(text.toString());
            });
        }
    }

    @Nested
    class Pipes {

        /** A record must not wait for the next one. */
        @Test
        void noMoreIsAskedForThanTheFirstLine() throws IOException {
            for (String first : new String[] {"{}\n", "\n{}\n", "{\"a\":1}\n"}) {
                Content content = Content.of("-", Trickle.stalling(first), null);
                assertThat(new String(content.readNBytes(first.length()), UTF_8))
                        .isEqualTo(first);
            }
        }

        @Test
        void emptyIsEmpty() throws IOException {
            assertThat(text(new byte[0])).isEmpty();
            assertThat(text(gzip(""))).isEmpty();
            assertThat(text(zstd(new byte[0]))).isEmpty();
        }
    }
}
