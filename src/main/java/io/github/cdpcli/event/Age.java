package io.github.cdpcli.event;

import java.time.Instant;

/** How long ago something happened, as far as it matters. */
public enum Age {
    /** Too old to trigger a campaign. */
    HISTORY,
    /** Within the last 72 hours: it can trigger campaigns. */
    RECENT,
    /** As good as now. */
    LIVE,
    /** Further ahead of our clock than clocks differ. */
    FUTURE;

    /** The age of a timestamp. At exactly 72 hours it is still recent. */
    public static Age of(Instant timestamp, Instant now) {
        if (timestamp.isAfter(now.plus(Limits.FUTURE_TOLERANCE))) {
            return FUTURE;
        } else if (timestamp.isAfter(now.minus(Limits.FUTURE_TOLERANCE))) {
            return LIVE;
        }
        return timestamp.isBefore(now.minus(Limits.TRIGGER_WINDOW)) ? HISTORY : RECENT;
    }
}
