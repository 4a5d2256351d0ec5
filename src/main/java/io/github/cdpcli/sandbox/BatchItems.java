package io.github.cdpcli.sandbox;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of each item of an array, as they were sent. A tree would do for their meaning, but not for their size, nor
 * for telling whether a client that sends a call again sends the same.
 */
final class BatchItems {

    private final byte[] json;
    private final List<ByteBuffer> items = new ArrayList<>();

    private BatchItems(byte[] json) {
        this.json = json;
    }

    /**
     * Cuts up the first array between two offsets.
     *
     * @param json a text already known to be JSON
     */
    static List<ByteBuffer> of(byte[] json, int from, int to) {
        BatchItems found = new BatchItems(json);
        found.cut(from, to);
        return found.items;
    }

    private void cut(int from, int to) {
        int depth = 0;
        int start = from;
        for (int i = from; i < to; i++) {
            switch (json[i]) {
                case '"' -> i = endOfString(i);
                case '[', '{' -> start = depth++ == 0 ? i + 1 : start;
                case ',' -> {
                    if (depth == 1) {
                        add(start, i);
                        start = i + 1;
                    }
                }
                case ']', '}' -> {
                    if (--depth == 0) {
                        add(start, i);
                    }
                }
                default -> {}
            }
        }
    }

    private int endOfString(int quote) {
        int i = quote + 1;
        while (json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return i;
    }

    /** Adds what lies between the spaces; nothing lies there in an empty array. */
    private void add(int from, int to) {
        int start = from;
        int end = to;
        while (start < end && json[start] <= ' ') {
            start++;
        }
        while (end > start && json[end - 1] <= ' ' && json[end - 1] >= 0) {
            end--;
        }
        if (start < end) {
            items.add(ByteBuffer.wrap(json, start, end - start).slice());
        }
    }
}
