package io.github.cdpcli.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The files in a zip archive, by the table at its end: the headers before them may tell of files that were taken out. */
final class ZipArchive {

    /** What looking into one gives. */
    sealed interface Listed {
        /** Its files, in its order. */
        record Files(List<ZipEntry> entries) implements Listed {}

        /** It cannot be used; the rest of a sentence that begins with its name. */
        record Unusable(String why) implements Listed {}
    }

    private ZipArchive() {}

    static Listed list(Path file) throws IOException {
        try (ZipFile zip = open(file)) {
            List<ZipEntry> entries = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (isOfOffice(entry.getName())) {
                    return new Listed.Unusable(
                            "is a workbook or another document of an office program; save it as CSV");
                } else if (!isPassedOver(entry)) {
                    entries.add(entry);
                    if (!names.add(entry.getName())) {
                        return new Listed.Unusable("is a zip archive that holds two files named \"" + entry.getName()
                                + "\"; unpack it first");
                    }
                }
            }
            return entries.isEmpty()
                    ? new Listed.Unusable("is a zip archive that holds no file")
                    : new Listed.Files(entries);
        } catch (ZipException e) {
            return new Listed.Unusable("is a zip archive that is cut off, damaged, encrypted or of an unusual kind ("
                    + e.getMessage() + "); get it again, or unpack it first");
        }
    }

    private static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            // Old programs write names in the encoding of their machine; which one it is does not matter here.
            return new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1);
        }
    }

    private static boolean isOfOffice(String name) {
        return name.equals("[Content_Types].xml") || name.equals("META-INF/manifest.xml");
    }

    /** Folders, and what systems leave in archives for themselves. */
    private static boolean isPassedOver(ZipEntry entry) {
        String name = entry.getName();
        return entry.isDirectory()
                || name.startsWith("__MACOSX/")
                || name.substring(name.lastIndexOf('/') + 1).startsWith(".");
    }

    /** Opens one of the files; what the archive says of its size and checksum is held against it. */
    static Entry open(Path file, String name) throws IOException {
        ZipFile zip = open(file);
        try {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw Damage.unsupported("it is no longer in its archive");
            }
            return new Entry(zip, entry, zip.getInputStream(entry));
        } catch (IOException e) {
            zip.close();
            throw e;
        }
    }

    /** The content of one file in an archive. */
    static final class Entry extends InputStream {

        /** What is unpacked at a time is lost when a fault lies in it, so it is little. */
        private static final int STEP = 2048;

        private final ZipFile zip;
        private final ZipEntry entry;
        private final InputStream in;
        private final CRC32 crc = new CRC32();
        private volatile long bytes;

        private Entry(ZipFile zip, ZipEntry entry, InputStream in) {
            this.zip = zip;
            this.entry = entry;
            this.in = in;
        }

        /** How much of the archive this is so far, about. */
        long rawBytes() {
            return entry.getSize() <= 0
                    ? entry.getCompressedSize()
                    : (long) ((double) bytes / entry.getSize() * entry.getCompressedSize());
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count;
            try {
                count = in.read(into, offset, Math.min(length, STEP));
            } catch (EOFException e) {
                throw Damage.cutOff("zip");
            } catch (ZipException e) {
                throw Damage.of("its zip data cannot be unpacked (" + e.getMessage() + ")");
            }
            if (count > 0) {
                crc.update(into, offset, count);
                add(count);
            } else if (count < 0) {
                check();
            }
            return count;
        }

        private synchronized void add(int count) {
            bytes += count;
        }

        private void check() throws Damage {
            if (bytes != entry.getSize() || crc.getValue() != entry.getCrc()) {
                throw Damage.of("its zip checksum is not that of its content, so something in it was changed or lost on"
                        + " the way; what was read of it may be wrong");
            }
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
