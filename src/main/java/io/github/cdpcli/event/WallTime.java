package io.github.cdpcli.event;

import io.github.cdpcli.event.TimestampReader.Reading;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A date and what a clock showed, as they were spelled.
 *
 * @param time null for a date alone, which is the first moment of that day
 * @param zone where the clock is; null when nothing says so
 */
record WallTime(
        LocalDate date, @Nullable LocalTime time, @Nullable Zone zone) {

    /**
     * What says where a clock is: at least one of these.
     *
     * @param offset from UTC
     * @param isUtcOnly whether the offset is a Z, which beside a region says nothing of that region's clocks
     * @param region such as Europe/Rome
     */
    record Zone(
            @Nullable ZoneOffset offset,
            boolean isUtcOnly,
            @Nullable ZoneId region) {
        static Zone of(ZoneOffset offset) {
            return new Zone(offset, false, null);
        }
    }

    /**
     * The point in time.
     *
     * @param usual the zone of times that name none; null refuses them
     */
    Reading in(@Nullable ZoneId usual) {
        ZoneId region = zone == null ? usual : zone.region();
        ZoneOffset offset = zone == null ? null : zone.offset();
        if (offset != null) {
            return in(offset, region);
        } else if (region == null) {
            return new Reading.Unreadable("has no time zone: add Z for UTC, or an offset such as +02:00");
        }
        return time == null ? firstMoment(region) : in(region, date.atTime(time));
    }

    private Reading in(ZoneOffset offset, @Nullable ZoneId region) {
        LocalDateTime local = date.atTime(time == null ? LocalTime.MIDNIGHT : time);
        boolean isUtcOnly = zone != null && zone.isUtcOnly();
        if (region != null && !isUtcOnly && !region.getRules().isValidOffset(local, offset)) {
            return new Reading.Unreadable(
                    "names " + offset + " and " + region + ", where the clocks showed another time");
        }
        return TimestampReader.at(local.toInstant(offset), null);
    }

    /** Where midnight was skipped the day began later; where it was there twice, the day began with the first. */
    private Reading firstMoment(ZoneId region) {
        Instant first = date.atStartOfDay(region).toInstant();
        return first.atZone(region).toLocalDate().equals(date)
                ? TimestampReader.at(first, null)
                : new Reading.Unreadable("does not exist in " + region + ": the calendar skipped this day");
    }

    private static Reading in(ZoneId region, LocalDateTime local) {
        List<ZoneOffset> offsets = region.getRules().getValidOffsets(local);
        return offsets.isEmpty()
                ? new Reading.Unreadable(
                        "does not exist in " + region + ": the clocks went forward over it; is it of another zone?")
                : TimestampReader.at(local.toInstant(offsets.get(0)), offsets.size() > 1 ? region : null);
    }
}
