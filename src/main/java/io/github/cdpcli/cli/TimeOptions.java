package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.TimeWindow;
import io.github.cdpcli.event.TimestampFormat;
import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.event.TimestampReader.Reading;
import io.github.cdpcli.json.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/** How the times of records are read, and which times are sent. */
final class TimeOptions {

    /** What {@code cdp help timestamps} prints. */
    static final String HELP = """
            Times in files, and what becomes of them (sent is 2024-03-01T10:00:00.000Z):
              2024-03-01T10:00:00Z            also with t, z or a space for T; no seconds;
              2024-03-01 10:00:00.123456 UTC  any number of decimals, cut to milliseconds
              2024-03-01T11:00:00+01:00       also +0100 and +01, after a space or none
              20240301T100000Z                without dashes
              2024-03-01T11:00[Europe/Rome]   a zone by name, after a space too
              Fri, 01 Mar 2024 10:00:00 GMT   as in mail and HTTP
              1709287200                      a count since 1970: s, ms, us or ns by size,
              1709287200.5                    as a number or in quotes

            Without a zone, a time is rejected, or read in the one of --timezone; a date
            is then the first moment of its day. A time that the clocks skipped is
            rejected; one that was there twice is the first, with a warning.
            24:00 is the next day's 00:00; a leap second, the millisecond before it.
            Rejected, never guessed: 01/02/2024, CET, 20240301, 1.70929E+12, week dates.

            --timestamp-format takes one spelling and rejects all others:
              iso                  the first five above
              s, ms, us, ns        counts, small and negative ones too
              'dd/MM/yyyy HH:mm'   yyyy MM dd HH mm ss SSS; hh with a for am or pm; MMM
                                   for Mar; XXX for +01:00; [:ss] may be missing; 'text'

            --since TIME and --until TIME send a part: from the one on, before the other.
            Spelled as above; a time without a zone is one of --timezone, else UTC.""";

    private final Options.Value<ZoneId> timezone;
    private final Options.Value<TimestampFormat> format;
    private final Options.Value<String> timestampDefault;
    private final Options.Value<String> since;
    private final Options.Value<String> until;

    TimeOptions(Options options) {
        timezone = options.value("--timezone", "ZONE", Parsers::zone, "Zone of times that name none: Europe/Rome.");
        format = options.value(
                "--timestamp-format",
                "HOW",
                TimeOptions::format,
                "iso, s, ms, us, ns or a pattern: 'dd/MM/yyyy HH:mm' (default: any of 'cdp help timestamps').");
        timestampDefault =
                options.text("--timestamp-default", "now", "Time of records without one (default: rejected).");
        since = options.text("--since", "TIME", "Leave out records before this time.");
        until = options.text("--until", "TIME", "Leave out records of this time and later.");
    }

    private static TimestampFormat format(String text) {
        TimestampFormat.Parsed parsed = TimestampFormat.parse(text);
        if (parsed instanceof TimestampFormat.Parsed.Known known) {
            return known.format();
        }
        throw new TypeConversionException("iso, s, ms, us, ns, or a pattern such as 'dd/MM/yyyy HH:mm'; this one "
                + ((TimestampFormat.Parsed.Bad) parsed).why());
    }

    void check() {
        if (timestampDefault.get().filter(text -> !text.equals("now")).isPresent()) {
            throw Failure.usage("--timestamp-default can only be now");
        }
        format.get();
        TimeWindow window = window(zone());
        if (window.since().isPresent()
                && window.until()
                        .filter(end -> !window.since().get().isBefore(end))
                        .isPresent()) {
            throw Failure.usage("--since is not before --until: no record can lie between them");
        }
    }

    /** The zone of times that name none. */
    Optional<ZoneId> zone() {
        return timezone.get();
    }

    /**
     * Reads times.
     *
     * @param zone that of the options, or else of a mapping
     */
    TimestampReader reader(Optional<ZoneId> zone) {
        return TimestampReader.forFiles(zone.orElse(null), format.get().orElse(TimestampFormat.ANY));
    }

    /**
     * The times that are sent.
     *
     * @param zone that of the options, or else of a mapping
     */
    TimeWindow window(Optional<ZoneId> zone) {
        return new TimeWindow(bound(since, zone), bound(until, zone), reader(zone));
    }

    /** No zone is no doubt here: the person who types a time can see in the help which one is meant. */
    private Optional<Instant> bound(Options.Value<String> option, Optional<ZoneId> known) {
        return option.get().map(text -> {
            ZoneId zone = known.orElse(ZoneOffset.UTC);
            Reading reading = TimestampReader.forFiles(zone).read(Json.of(text));
            if (reading instanceof Reading.Unreadable && format.get().isPresent()) {
                reading = TimestampReader.forFiles(zone, format.get().get()).read(Json.of(text));
            }
            if (reading instanceof Reading.At at) {
                return at.instant();
            }
            throw Failure.usage(
                    option.name() + " is " + Shown.text(text) + ", which " + ((Reading.Unreadable) reading).why(),
                    "It takes a date such as 2024-03-01, or a time: see 'cdp help timestamps'.");
        });
    }

    /** Whether records that name no time get that of the run; they are rejected otherwise. */
    boolean nowIsUsual() {
        return timestampDefault.get().isPresent();
    }

    /**
     * What of this gives other records, and so makes another run of the same input another matter.
     *
     * @param zone that of the options, or else of a mapping
     */
    void addTo(Map<String, Json> about, Optional<ZoneId> zone) {
        about.put("timezone", Json.of(timezone.get().map(ZoneId::getId).orElse("")));
        about.put("timestampDefault", Json.of(timestampDefault.get().orElse("")));
        // Only when given: a run that an earlier version of this tool began is still found.
        format.get().ifPresent(given -> about.put("timestampFormat", Json.of(given.name())));
        bound(since, zone).ifPresent(given -> about.put("since", Json.of(given.toString())));
        bound(until, zone).ifPresent(given -> about.put("until", Json.of(given.toString())));
    }
}
