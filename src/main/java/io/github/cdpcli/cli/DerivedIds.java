package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.event.MessageIds;
import io.github.cdpcli.send.ApiKey;
import io.github.cdpcli.send.Endpoint;
import java.nio.charset.StandardCharsets;

/** The messageIds of records that have none: they belong to an address and a key, and so need both. */
final class DerivedIds {

    private DerivedIds() {}

    static Backfill.Identity of(Endpoint endpoint, ApiKey key) {
        byte[] namespace = (endpoint.url() + " " + key.fingerprint()).getBytes(StandardCharsets.UTF_8);
        return (record, event) -> MessageIds.derived(namespace, record, event);
    }
}
