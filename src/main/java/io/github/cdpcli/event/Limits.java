package io.github.cdpcli.event;

import java.time.Duration;

/**
 * The sizes of the API, in bytes of UTF-8 unless said otherwise. Where the documentation leaves room (a KB of 1000 or of
 * 1024), the smaller reading stands here: it is right under both.
 */
public final class Limits {

    /** One call, as sent: documented as 32 KB. */
    public static final int CALL_BYTES = 32_000;

    /** What a batch body is filled up to by default. */
    public static final int BATCH_BYTES = 475_000;

    /** What no batch body may exceed: documented as 500 KB. */
    public static final int BATCH_MAX_BYTES = 500_000;

    /** An id in Journeys, the destination behind most sources. */
    public static final int ID_BYTES = 150;

    /** The name of an attribute in Journeys. */
    public static final int ATTRIBUTE_NAME_BYTES = 150;

    /** The value of an attribute in Journeys. */
    public static final int ATTRIBUTE_VALUE_BYTES = 1000;

    /** Attributes of one call in Journeys. */
    public static final int ATTRIBUTES = 300;

    /** The name of an event in Journeys. */
    public static final int EVENT_NAME_BYTES = 100;

    /** An event younger than this can trigger campaigns; an older one is history. */
    public static final Duration TRIGGER_WINDOW = Duration.ofDays(3);

    /** How far ahead of our clock a timestamp may be before it counts as a mistake. */
    public static final Duration FUTURE_TOLERANCE = Duration.ofMinutes(5);

    private Limits() {}
}
