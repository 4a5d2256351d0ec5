package io.github.cdpcli.backfill;

import java.util.ArrayList;
import java.util.List;

/** Records of one lane that are settled together: by one request, unless the service refuses it. */
final class Batch {

    /** Records that are turned away cost memory too, though no bytes of a request. */
    private static final int MAX_ITEMS = 20_000;

    /** A row may be far longer than the call that is made of it: so much is held for a request of some size at most. */
    private static final int MOST_HELD = 4;

    private final PackedItems items;
    private final List<Lane.Mark> after = new ArrayList<>();
    private int bytes = BatchBody.frameBytes();
    private long held;

    /** An empty one with memory of its own. */
    Batch() {
        this(new Pieces());
    }

    /** An empty one. */
    Batch(Pieces pieces) {
        this.items = new PackedItems(pieces);
    }

    /** Whether it takes an item without outgrowing a size and a number; an empty batch takes anything. */
    boolean fits(Item item, int maxBytes, int maxItems) {
        return items.isEmpty()
                || (bytes + item.bytes() <= maxBytes
                        && held + item.held() <= (long) MOST_HELD * maxBytes + Pieces.SIZE
                        && items.size() < Math.min(maxItems, MAX_ITEMS));
    }

    void add(Item item) {
        // The first piece of memory is taken whole.
        held += item.held() + (items.isEmpty() ? Pieces.SIZE : 0);
        items.add(item);
        bytes += item.bytes();
    }

    /** Makes it wait for a point in another lane. */
    void waitFor(Lane.Mark mark) {
        after.add(mark);
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    List<Item> items() {
        return items;
    }

    List<Lane.Mark> after() {
        return after;
    }

    /** About how many bytes of memory its items take. */
    long held() {
        return held;
    }

    /** Its items are settled, and nobody reads them any more. */
    void release() {
        items.release();
    }
}
