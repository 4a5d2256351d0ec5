package io.github.cdpcli.input;

/** What a file is packed in, told by its first bytes and never by its name. */
enum Packing {
    NONE,
    GZIP,
    ZSTD,
    ZIP,
    XZ,
    BZIP2;

    /** So many bytes tell. */
    static final int MAGIC_LENGTH = 4;

    private static final int ZSTD_MAGIC = 0x28B52FFD;
    private static final int ZSTD_SKIPPABLE_MAGIC = 0x502A4D18;
    private static final int XZ_MAGIC = 0xFD377A58;
    private static final int BZIP2_MAGIC = 0x425A68;
    private static final int ZIP_MAGIC = 0x504B0304;
    private static final int EMPTY_ZIP_MAGIC = 0x504B0506;
    private static final int SPLIT_ZIP_MAGIC = 0x504B0708;

    static Packing of(byte[] head) {
        if (head.length >= 2 && (head[0] & 0xFF) == 0x1F && (head[1] & 0xFF) == 0x8B) {
            return GZIP;
        }
        return head.length < MAGIC_LENGTH ? NONE : of(bigEndian(head));
    }

    private static Packing of(int magic) {
        if (magic == ZSTD_MAGIC || (magic & 0xF0FFFFFF) == ZSTD_SKIPPABLE_MAGIC) {
            return ZSTD;
        } else if (magic == ZIP_MAGIC || magic == EMPTY_ZIP_MAGIC || magic == SPLIT_ZIP_MAGIC) {
            return ZIP;
        } else if (magic == XZ_MAGIC) {
            return XZ;
        }
        boolean isBzip2 = (magic >>> 8) == BZIP2_MAGIC && (magic & 0xFF) >= '1' && (magic & 0xFF) <= '9';
        return isBzip2 ? BZIP2 : NONE;
    }

    private static int bigEndian(byte[] head) {
        return (head[0] << 24) | ((head[1] & 0xFF) << 16) | ((head[2] & 0xFF) << 8) | (head[3] & 0xFF);
    }
}
