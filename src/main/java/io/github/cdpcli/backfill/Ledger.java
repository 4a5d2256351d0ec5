package io.github.cdpcli.backfill;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
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
    private final Clock clock;
    private final Set<Journal> unsynced = new HashSet<>();
    private Instant lastSync = Instant.EPOCH;
    private boolean closed;

    Ledger(RejectSink rejects, Tally tally, Clock clock) {
        this.rejects = rejects;
        this.tally = tally;
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
     * @throws IOException when they cannot be written down: then none of these is settled
     */
    synchronized void settle(List<Entry> entries) throws IOException {
        if (closed) {
            return;
        }
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
        for (Entry entry : entries) {
            if (entry.reject().isPresent()) {
                tally.rejected(entry.reject().get());
            } else if (entry.item() instanceof Item.Sending sending) {
                tally.accepted(sending);
            }
        }
    }

    private void journal(List<Entry> entries) throws IOException {
        Map<Item.Reading, Map<Integer, Long>> marks = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Item item = entry.item();
            if (item.reading().source().journal().isPresent()) {
                marks.computeIfAbsent(item.reading(), reading -> new TreeMap<>())
                        .merge(item.partition(), item.record(), Math::max);
            }
        }
        for (Map.Entry<Item.Reading, Map<Integer, Long>> mark : marks.entrySet()) {
            Source source = mark.getKey().source();
            Journal journal = source.journal().orElseThrow();
            journal.settle(
                    mark.getValue(),
                    rejects.length(source.name()),
                    mark.getKey().stream().progress());
            unsynced.add(journal);
        }
        if (clock.instant().isAfter(lastSync.plus(SYNC_EVERY))) {
            sync();
        }
    }

    /** The run is told of now: what would be settled later is sent again by the next one, and not counted by this. */
    synchronized void close() throws IOException {
        closed = true;
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
