package io.github.cdpcli.backfill;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.input.Position;
import io.github.cdpcli.input.Raw;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Items of a batch, one behind another. Of a record about which there is nothing to tell, only bytes and numbers are kept,
 * and the objects are made anew whenever they are asked for: of those that wait there are tens of thousands, and most of
 * what was made of them would never be looked at.
 */
final class PackedItems extends AbstractList<Item> {

    private static final int FIRST = 64;

    /** Instead of a length: nothing is there, or the bytes that the event was made of. */
    private static final int NONE = -1;

    private static final int AS_GIVEN = 0;

    private final PackedBytes bytes;
    private int size;
    private @Nullable Object[] kept = new Object[FIRST];
    private Item.Reading[] readings = new Item.Reading[FIRST];
    private String[] files = new String[FIRST];
    private int[] ends = new int[FIRST];
    private int[] rawBytes = new int[FIRST];
    private int[] callBytes = new int[FIRST];
    private long[] records = new long[FIRST];
    private long[] lines = new long[FIRST];
    private long[] offsets = new long[FIRST];
    private long[] seconds = new long[FIRST];
    private int[] nanos = new int[FIRST];
    private int[] added = new int[FIRST];
    private short[] partitions = new short[FIRST];
    private byte[] typeBytes = new byte[FIRST];
    private CallType[] types = new CallType[FIRST];
    private Problem.Code[][] warnings = new Problem.Code[FIRST][];

    PackedItems(Pieces pieces) {
        this.bytes = new PackedBytes(pieces);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean add(Item item) {
        if (size == ends.length) {
            grow(2 * size);
        }
        if (item instanceof Item.Sending sending && sending.isPlain()) {
            pack(sending);
        } else {
            kept[size] = item;
        }
        ends[size++] = bytes.length();
        return true;
    }

    private void pack(Item.Sending item) {
        Event event = item.event();
        Instant happened = item.happened().orElseThrow();
        Raw raw = item.recorded().asItStands();
        kept[size] = raw.isBytes() ? null : raw;
        readings[size] = item.reading();
        files[size] = item.recorded().origin().file();
        records[size] = item.record();
        lines[size] = item.position().line();
        offsets[size] = item.position().offset();
        seconds[size] = happened.getEpochSecond();
        nanos[size] = happened.getNano();
        added[size] = event.addedBytes();
        partitions[size] = (short) item.partition();
        types[size] = event.type();
        warnings[size] = item.warnings().toArray(Problem.Code[]::new);
        typeBytes[size] = (byte) event.typeBytes();
        try {
            event.writeBatchItem(bytes);
            rawBytes[size] = raw.isBytes() ? append(raw, event.given()) : AS_GIVEN;
            Optional<Raw> call = item.recorded().callAsJson();
            callBytes[size] = call.isPresent() ? append(call.get(), event.given()) : NONE;
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
    }

    /** What was recorded stands behind the item, unless the event was made of these very bytes; how long it is. */
    private int append(Raw recorded, byte[] given) throws IOException {
        if (recorded.isOf(given)) {
            return AS_GIVEN;
        }
        recorded.writeTo(bytes);
        return recorded.size();
    }

    private void grow(int room) {
        kept = Arrays.copyOf(kept, room);
        readings = Arrays.copyOf(readings, room);
        files = Arrays.copyOf(files, room);
        ends = Arrays.copyOf(ends, room);
        rawBytes = Arrays.copyOf(rawBytes, room);
        callBytes = Arrays.copyOf(callBytes, room);
        records = Arrays.copyOf(records, room);
        lines = Arrays.copyOf(lines, room);
        offsets = Arrays.copyOf(offsets, room);
        seconds = Arrays.copyOf(seconds, room);
        nanos = Arrays.copyOf(nanos, room);
        added = Arrays.copyOf(added, room);
        partitions = Arrays.copyOf(partitions, room);
        typeBytes = Arrays.copyOf(typeBytes, room);
        types = Arrays.copyOf(types, room);
        warnings = Arrays.copyOf(warnings, room);
    }

    @Override
    public Item get(int index) {
        return kept[index] instanceof Item item ? item : new Packed(index);
    }

    /** Gives the memory back. Items that were asked for must not be read any more. */
    void release() {
        bytes.release();
        size = 0;
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** A record of which only its place here is known. */
    final class Packed implements Item.Sent {
        private final int index;

        Packed(int index) {
            this.index = index;
        }

        @Override
        public Reading reading() {
            return readings[index];
        }

        @Override
        public long record() {
            return records[index];
        }

        @Override
        public int partition() {
            return partitions[index];
        }

        @Override
        public CallType type() {
            return types[index];
        }

        @Override
        public Optional<Instant> happened() {
            return Optional.of(Instant.ofEpochSecond(seconds[index], nanos[index]));
        }

        @Override
        public List<Problem.Code> warnings() {
            return List.of(warnings[index]);
        }

        @Override
        public int batchItemBytes() {
            return itemEnd() - start(index);
        }

        private int itemEnd() {
            return callStart() - rawBytes[index];
        }

        private int callStart() {
            return ends[index] - Math.max(callBytes[index], 0);
        }

        @Override
        public Position position() {
            return new Position(reading().source().name(), record(), lines[index], offsets[index]);
        }

        @Override
        public Event event() {
            byte[] item = bytes.copy(start(index), itemEnd());
            return Event.ofBatchItem(type(), item, typeBytes[index], happened().orElseThrow());
        }

        /** The call without what was added to it, which was all of the record. */
        private byte[] given() {
            int from = start(index) + typeBytes[index];
            byte[] given = bytes.copy(from, itemEnd() - added[index]);
            given[0] = '{';
            given[given.length - 1] = '}';
            return given;
        }

        @Override
        public Reject.Recorded recorded() {
            return new Reject.Recorded(
                    new Origin(files[index], record()),
                    Optional.empty(),
                    Optional.of(type()),
                    call(),
                    raw(),
                    Optional.empty());
        }

        private Raw raw() {
            if (kept[index] instanceof Raw text) {
                return text;
            }
            return Raw.of(rawBytes[index] == AS_GIVEN ? given() : bytes.copy(itemEnd(), callStart()));
        }

        private Optional<Raw> call() {
            if (callBytes[index] == NONE) {
                return Optional.empty();
            }
            return Optional.of(Raw.of(callBytes[index] == AS_GIVEN ? given() : bytes.copy(callStart(), ends[index])));
        }
    }
}
