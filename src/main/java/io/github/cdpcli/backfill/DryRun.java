package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.input.Position;
import io.github.cdpcli.input.Row;
import io.github.cdpcli.input.RowReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A run that sends nothing: reads records and makes events of them by the same {@code RecordMaker} as {@link Backfill},
 * and hands each to whoever wants to look at it. Holds one record at a time.
 */
public final class DryRun {

    private final Backfill.Plan plan;
    private final RecordMaker maker;
    private final WatchedIdentity ids;
    private final ReadSoFar readSoFar = new ReadSoFar();
    private long read;
    private long ready;
    private long rejected;
    private long held;
    private long filtered;

    /** Sets up a run; lanes and tolerance of the plan play no part in it. */
    public DryRun(Backfill.Plan plan, EventFactory factory) {
        this.ids = new WatchedIdentity(plan.ids());
        this.plan = plan.withIds(ids);
        this.maker = new RecordMaker(this.plan, factory);
    }

    /**
     * A record as it would be sent.
     *
     * @param partition the part of the input it keeps its order in
     * @param warnings what is worth saying about it although it can be sent
     * @param hasDerivedId whether it had no messageId of its own
     */
    public record Prepared(
            Position position, int partition, Event event, List<Problem> warnings, boolean hasDerivedId) {}

    /** Takes records, in the order of the inputs. False from any method ends the run. */
    public interface Records {

        /** An input was opened; how it is read. */
        default void opened(String input, RowReader rows) {}

        /** A record that would be sent. */
        boolean ready(Prepared record) throws IOException;

        /**
         * A record that would not be sent.
         *
         * @param record as it would be sent, if it is one that a guard keeps back
         */
        boolean turnedAway(Reject reject, Optional<Prepared> record) throws IOException;
    }

    /**
     * How many records there were: read = ready + rejected + held + filtered.
     *
     * @param filtered left to other shards, or outside of the time that is to be sent
     */
    public record Counts(long read, long ready, long rejected, long held, long filtered) {
        /** Whether the numbers add up; if not, the program is wrong. */
        public boolean addsUp() {
            return read == ready + rejected + held + filtered;
        }
    }

    /** How it stands. */
    public synchronized Counts counts() {
        return new Counts(read, ready, rejected, held, filtered);
    }

    /** How many bytes of the inputs have been read, as they are stored. */
    public long bytesRead() {
        return readSoFar.bytes();
    }

    /**
     * Reads everything, unless it is told to stop.
     *
     * @return whether it came to the end
     * @throws IOException when the machine fails to read, or the records cannot be taken
     */
    public boolean run(List<Source> sources, Records records) throws IOException {
        for (Source source : sources) {
            if (!read(source, records)) {
                return false;
            }
        }
        return true;
    }

    private boolean read(Source source, Records records) throws IOException {
        Source.Open open = source.opener().open();
        readSoFar.begin(open.bytesRead());
        From from = From.nowhere(source.now());
        try (RowReader rows = open.rows()) {
            records.opened(source.name(), rows);
            for (Row row = rows.next(); row != null; row = rows.next()) {
                from = from.orElse(row);
                if (!take(row, from, records)) {
                    return false;
                }
            }
            readSoFar.end();
        }
        return true;
    }

    private boolean take(Row row, From from, Records records) throws IOException {
        ids.wasAsked = false;
        RecordMaker.Made made = maker.make(row, from);
        Position position = row.position();
        int partition = plan.partition(made.userKey(), position.record());
        boolean isOurs = plan.shard().takes(partition) && !(made instanceof RecordMaker.Made.LeftOut);
        count(made, isOurs);
        if (!isOurs) {
            return true;
        } else if (made instanceof RecordMaker.Made.ToSend send) {
            return records.ready(new Prepared(position, partition, send.event(), send.warnings(), ids.wasAsked));
        }
        RecordMaker.Made.NotSent not = (RecordMaker.Made.NotSent) made;
        Optional<Prepared> prepared = not.valid()
                .map(valid -> new Prepared(position, partition, valid.event(), valid.problems(), ids.wasAsked));
        return records.turnedAway(not.reject(), prepared);
    }

    private synchronized void count(RecordMaker.Made made, boolean isOurs) {
        read++;
        if (!isOurs) {
            filtered++;
        } else if (made instanceof RecordMaker.Made.NotSent not && not.reject().held()) {
            held++;
        } else if (made instanceof RecordMaker.Made.NotSent) {
            rejected++;
        } else {
            ready++;
        }
    }

    /** Only records without an id of their own ask for one. */
    private static final class WatchedIdentity implements Backfill.Identity {
        private final Backfill.Identity identity;
        private boolean wasAsked;

        WatchedIdentity(Backfill.Identity identity) {
            this.identity = identity;
        }

        @Override
        public String messageId(Origin origin, byte[] event) {
            wasAsked = true;
            return identity.messageId(origin, event);
        }

        @Override
        public boolean isProvisional() {
            return identity.isProvisional();
        }

        @Override
        public boolean isNone() {
            return identity.isNone();
        }
    }
}
