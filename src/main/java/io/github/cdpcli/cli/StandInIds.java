package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.backfill.Origin;

/**
 * Ids for looking at records whose own cannot be known, or are not needed: the same for all.
 *
 * @param id as it is shown, as long as a real one where sizes matter
 */
record StandInIds(String id) implements Backfill.Identity {

    @Override
    public String messageId(Origin origin, byte[] event) {
        return id;
    }

    @Override
    public boolean isProvisional() {
        return true;
    }
}
