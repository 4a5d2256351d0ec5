package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Gathers items until the next one would make the batch too large.
 *
 * @param <T> what carries an event
 */
public final class Batcher<T> {

    private final int maxBytes;
    private final Function<T, Event> event;
    private List<T> items = new ArrayList<>();
    private int bytes = BatchBody.frameBytes();

    /**
     * An empty batch.
     *
     * @param maxBytes the size no batch body exceeds
     */
    public Batcher(int maxBytes, Function<T, Event> event) {
        this.maxBytes = maxBytes;
        this.event = event;
    }

    /** Whether the item fits into the batch as it stands; an empty batch takes anything. */
    public boolean fits(T item) {
        return items.isEmpty() || bytes + 1 + event.apply(item).batchItemBytes() <= maxBytes;
    }

    public void add(T item) {
        bytes += event.apply(item).batchItemBytes() + (items.isEmpty() ? 0 : 1);
        items.add(item);
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    /** Hands out what was gathered and begins anew. */
    public List<T> take() {
        List<T> taken = items;
        items = new ArrayList<>();
        bytes = BatchBody.frameBytes();
        return taken;
    }
}
