package io.github.cdpcli.send;

import java.util.Locale;
import java.util.Optional;

/** Where a workspace lives. The wrong region may answer 200 and drop the data, so no 2xx ever proves a region right. */
public enum Region {
    US("https://cdp.customer.io/v1"),
    EU("https://cdp-eu.customer.io/v1");

    private final String url;

    Region(String url) {
        this.url = url;
    }

    public String url() {
        return url;
    }

    /** The name in options, environment and profiles: {@code us}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The region whose service is at this endpoint. */
    public static Optional<Region> at(Endpoint endpoint) {
        for (Region region : values()) {
            if (region.url.equals(endpoint.url())) {
                return Optional.of(region);
            }
        }
        return Optional.empty();
    }

    public static Optional<Region> of(String name) {
        for (Region region : values()) {
            if (region.wireName().equals(name.strip().toLowerCase(Locale.ROOT))) {
                return Optional.of(region);
            }
        }
        return Optional.empty();
    }
}
