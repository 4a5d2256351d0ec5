package io.github.cdpcli.backfill;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The one place where records become settled, a batch's worth at a time and one after another: first the rejects are
 * written, then the journal says so, then the counts do. A process that is killed in between has at worst written a
 * reject that the journal does not know of; the next run finds it there and does not write it again.
 */
final class Ledger {

    private static final Duration SYNC_EVERY = Duration.ofSeconds(1);

    private final RejectSink rejects;
    private final Tally tally;
    private final Patience patience;
    private final Clock clock;
    private final Map<Item.Reading, Marks> unproven = new LinkedHashMap<>();
    private final Set<Journal> unsynced = new HashSet<>();
    private Instant lastSync = Instant.EPOCH;
    private boolean closed;

    Ledger(RejectSink rejects, Tally tally, Patience patience, Clock clock) {
        this.rejects = rejects;
        this.tally = tally;
        this.patience = patience;
        this.clock = clock;
    }

    /** A record and, if it was not accepted, why. */
    record Entry(Item item, Optional<Reject> reject) {
        static Entry of(Item item) {
            return new Entry(
                    item, item instanceof Item.TurnedAway away ? Optional.of(away.reject()) : Optional.empty());
        }
    }

    /**
     * Settles records of one lane, in their order; none once it is closed.
     *
     * @throws IOException when they cannot be written down: then none of these is settled, and nothing is any more
     */
    synchronized void settle(List<Entry> entries) throws IOException {
        if (closed) {
            return;
        }
        try {
            write(entries);
        } catch (IOException e) {
            closed = true;
            throw e;
        }
        tally.settled(entries);
        for (Entry entry : entries) {
            if (entry.reject().isEmpty()) {
                rejects.settledEarlier(
                        entry.item().reading().source().name(), entry.item().record());
            }
        }
        patience.check();
    }

    private void write(List<Entry> entries) throws IOException {
        boolean rejected = false;
        for (Entry entry : entries) {
            if (entry.reject().isPresent()) {
                rejects.write(entry.reject().get());
                rejected = true;
            }
        }
        if (rejected) {
            rejects.sync();
        }
        journal(entries);
    }

    private void journal(List<Entry> entries) throws IOException {
        Item.Reading last = null;
        Marks marks = new Marks();
        for (Entry entry : entries) {
            Item.Reading reading = entry.item().reading();
            if (!reading.equals(last)) {
                last = reading;
                marks = unproven.computeIfAbsent(reading, other -> new Marks());
            }
            marks.add(entry);
        }
        journalProven();
        if (clock.instant().isAfter(lastSync.plus(SYNC_EVERY))) {
            sync();
        }
    }

    /**
     * Writes down what was settled, but not before its input is known to be the one that the journal is about: the records
     * of another would pass for those that stand at their places here.
     */
    private void journalProven() throws IOException {
        for (Iterator<Map.Entry<Item.Reading, Marks>> each = unproven.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Item.Reading, Marks> next = each.next();
            HashingInputStream stream = next.getKey().stream();
            if (stream.isKnownAgain()) {
                Source source = next.getKey().source();
                if (source.journal().isPresent()) {
                    Journal journal = source.journal().get();
                    Marks marks = next.getValue();
                    journal.settle(
                            marks.byPartition(), marks.became(), rejects.length(source.name()), stream.progress());
                    unsynced.add(journal);
                }
                each.remove();
            }
        }
    }

    /** What was settled of one input and is not in its journal yet. */
    private static final class Marks {
        private final long[] last = new long[Partitions.COUNT];
        private long accepted;
        private long rejected;
        private long held;

        void add(Entry entry) {
            int partition = entry.item().partition();
            last[partition] = Math.max(last[partition], entry.item().record());
            if (entry.reject().isEmpty()) {
                accepted++;
            } else if (entry.reject().get().held()) {
                held++;
            } else {
                rejected++;
            }
        }

        /** The last record that is settled, of each partition that has one; records are counted from 1. */
        Map<Integer, Long> byPartition() {
            Map<Integer, Long> marks = new TreeMap<>();
            for (int i = 0; i < last.length; i++) {
                if (last[i] > 0) {
                    marks.put(i, last[i]);
                }
            }
            return marks;
        }

        Journal.Counts became() {
            return new Journal.Counts(accepted, rejected, held);
        }
    }

    /** The run is told of now: what would be settled later is sent again by the next one, and not counted by this. */
    synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            journalProven();
        }
        sync();
    }

    private void sync() throws IOException {
        for (Journal journal : unsynced) {
            journal.sync();
        }
        unsynced.clear();
        lastSync = clock.instant();
    }
}
