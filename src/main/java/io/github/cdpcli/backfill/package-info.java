/**
 * History from files: rows to events to batches to settled records.
 *
 * <p>{@link io.github.cdpcli.backfill.Backfill} reads rows in order; each becomes an event, a held record or a reject.
 * Events go to a {@link io.github.cdpcli.backfill.Lane}, which fills a batch and has one request in flight; so the
 * answers it gets settle a prefix of its records. A record is settled by an answer that was read whole and understood, or
 * by a line in the {@link io.github.cdpcli.backfill.RejectFile}; whatever else happens, it counts as unsettled and the
 * {@link io.github.cdpcli.backfill.Summary} says so: read = accepted + rejected + held + unsettled.
 */
@NullMarked
package io.github.cdpcli.backfill;

import org.jspecify.annotations.NullMarked;
