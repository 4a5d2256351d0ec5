/**
 * History from files: rows to events to batches to settled records.
 *
 * <p>{@link io.github.cdpcli.backfill.Backfill} reads rows in order; each becomes an event or a reject, and goes to the lane
 * of its user's partition. A lane has one request in flight, so that its answers settle a prefix of its records.
 *
 * <p>What waits in the lanes is bounded: by batches, and by a {@code Room} for all lanes together. A record about which
 * there is nothing to tell waits as bytes and numbers ({@code PackedItems}), in pieces of memory that are used again;
 * objects are made of it when it is sent, settled or refused.
 *
 * <p>Why nothing can be lost: a record is settled only by an answer that was read whole and understood, or by a line in the
 * rejects file, and only the {@code Ledger} settles, under one lock: first the rejects are on disk, then the {@link
 * io.github.cdpcli.backfill.Journal} says so, then the counts do. For each of 256 partitions the journal holds the last
 * record up to which all are settled, and since a partition's records are settled in order, that one number is the whole
 * truth about it. Nothing is written to it of an input that is not known yet to be the one it is about: standard input can
 * only be believed once all that was read before has come by again. A process that is killed leaves a journal that lags
 * behind the service, never one that leads it: the next run reads the input from its beginning, passes over what is
 * settled, and sends the rest again with the same bytes and the same message ids. Whether the input is still the same is
 * told by a hash of all that was read of it. At the end {@link io.github.cdpcli.backfill.Summary#addsUp} holds the numbers
 * against each other.
 */
@NullMarked
package io.github.cdpcli.backfill;

import org.jspecify.annotations.NullMarked;
