package io.github.cdpcli.backfill;

import io.github.cdpcli.input.RowReader;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One input of a run. */
public final class Source {

    private final String name;
    private final Optional<Journal> journal;
    private final boolean finished;
    private final Opener opener;
    private final Instant now;
    private final Journal.Counts became;
    private final long[] settled;
    private long leftToOthers;
    private long leftOut;
    private volatile Optional<Journal.Finish> end = Optional.empty();

    /**
     * An input.
     *
     * @param finished whether an earlier run settled all of it, so that it need not be read
     * @param now the time of records that name none, where they get that of the run: when the first run began that sent
     *     what this one goes on with
     */
    public Source(String name, Optional<Journal> journal, boolean finished, Instant now, Opener opener) {
        this.name = name;
        this.now = now;
        this.became = journal.map(Journal::counts).orElse(Journal.Counts.NONE);
        this.settled = journal.map(Journal::settled).orElseGet(() -> new long[Partitions.COUNT]);
        this.journal = journal;
        this.finished = finished;
        this.opener = opener;
        this.end = finished ? journal.flatMap(Journal::finish) : Optional.empty();
    }

    /** As the user named it. */
    public String name() {
        return name;
    }

    /** What is settled of it; empty when nobody keeps count. */
    public Optional<Journal> journal() {
        return journal;
    }

    /** Whether an earlier run settled all of it, so that it need not be read. */
    public boolean finished() {
        return finished;
    }

    Opener opener() {
        return opener;
    }

    Instant now() {
        return now;
    }

    /** What became of its records in earlier runs. */
    Journal.Counts became() {
        return became;
    }

    /** One of its records was left to other shards. */
    void leftToOthers() {
        leftToOthers++;
    }

    /** One of its records was left out. */
    void leftOut() {
        leftOut++;
    }

    /** It was read to its end. */
    void ended(long records, Journal.Progress progress) {
        end = Optional.of(new Journal.Finish(records, leftToOthers, leftOut, progress));
    }

    /** Its end, if it was read so far, by this run or an earlier one. */
    public Optional<Journal.Finish> end() {
        return end;
    }

    /**
     * An open input.
     *
     * @param stream its bytes as text, as far as they have been read
     * @param rows its records; closing them closes the bytes
     * @param bytesRead how far it has been read, in bytes as it is stored
     */
    public record Open(HashingInputStream stream, RowReader rows, LongSupplier bytesRead) {}

    /** Opens an input, once. */
    public interface Opener {
        Open open() throws IOException;
    }

    /** The last record of a partition up to which earlier runs settled all of its records; 0 for none. */
    long settled(int partition) {
        return settled[partition];
    }
}
