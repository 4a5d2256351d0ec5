package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.backfill.Order;
import io.github.cdpcli.event.Limits;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.send.Pace;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** In which order, how fast and how patiently records are sent. */
final class PaceOptions {

    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(10);
    private static final int USUAL_LANES = 16;
    private static final Pattern SHARD = Pattern.compile("(\\d{1,3})/(\\d{1,3})");

    private final Options.Value<Order> order;
    private final Options.Value<Integer> concurrency;
    private final Options.Value<Integer> rate;
    private final Options.Value<Integer> maxRps;
    private final Options.Value<Backfill.Shard> shard;
    private final Options.Value<Duration> maxOutage;

    PaceOptions(Options options) {
        options.group("Order and pace:");
        order = options.value(
                "--order",
                "user|file|none",
                PaceOptions::order,
                "What arrives in file order (default: each user's" + " records).");
        concurrency = options.value(
                "--concurrency", "N", PaceOptions::lanes, "Requests at a time (default: up to 16, by size).");
        rate = options.value("--rate", "N", PaceOptions::records, "Records a second at most, resent ones too: 500/s.");
        maxRps = options.value("--max-rps", "N", PaceOptions::requests, "Requests a second at most (default: 500).");
        shard = options.value("--shard", "I/N", PaceOptions::shard, "Take the I-th of N parts, from 0.");
        maxOutage = options.value(
                "--max-outage", "TIME", Parsers::duration, "Ride out failures as long as this (default: 10m).");
    }

    private static Order order(String text) {
        return Parsers.oneOf(Order.values(), text, "user, file or none");
    }

    private static int lanes(String text) {
        int lanes = Parsers.count(text);
        if (lanes < 1 || lanes > 256) {
            throw new TypeConversionException("a whole number from 1 to 256");
        }
        return lanes;
    }

    private static int records(String text) {
        int rate = Parsers.count(text.endsWith("/s") ? text.substring(0, text.length() - 2) : text);
        if (rate < 1) {
            throw new TypeConversionException("a whole number of records a second, such as 500 or 500/s");
        }
        return rate;
    }

    private static int requests(String text) {
        int rate = Parsers.count(text);
        if (rate < 1 || rate > 1000) {
            throw new TypeConversionException("a whole number from 1 to 1000");
        }
        return rate;
    }

    private static Backfill.Shard shard(String text) {
        Matcher matcher = SHARD.matcher(text);
        if (matcher.matches()) {
            int index = Integer.parseInt(matcher.group(1));
            int count = Integer.parseInt(matcher.group(2));
            if (index < count && count <= 256) {
                return new Backfill.Shard(index, count);
            }
        }
        throw new TypeConversionException("a part and a number of parts, 0/4 to 3/4, of at most 256");
    }

    Order order() {
        return order.get().orElse(Order.USER);
    }

    Backfill.Shard shard() {
        return shard.get().orElse(Backfill.Shard.ALL);
    }

    OptionalInt recordsPerSecond() {
        return rate.get().stream().mapToInt(Integer::intValue).findFirst();
    }

    int requestsPerSecond() {
        return maxRps.get().orElse(Pace.USUAL_REQUESTS_PER_SECOND);
    }

    boolean isUsualRequestsPerSecond() {
        return maxRps.get().isEmpty();
    }

    Duration longestOutage() {
        return maxOutage.get().orElse(LONGEST_OUTAGE);
    }

    /**
     * As many as were asked for; else one for each batch there may be, up to 16.
     *
     * @param totalBytes the size of all inputs, or more when it is not known
     */
    int lanes(long totalBytes) {
        if (order() == Order.FILE && concurrency.get().orElse(1) > 1) {
            throw Failure.usage("--order file sends one request at a time; leave out --concurrency");
        } else if (order() == Order.FILE) {
            return 1;
        } else if (concurrency.get().isPresent()) {
            return concurrency.get().get();
        }
        return (int) Math.min(USUAL_LANES, 1 + totalBytes / Limits.BATCH_BYTES);
    }

    /** What of this settles other records, and so makes another run of the same input another matter. */
    void addTo(Map<String, Json> about) {
        about.put("partitions", Json.of(order() == Order.NONE ? "by record" : "by user"));
        about.put("shard", Json.of(shard().index() + "/" + shard().count()));
    }
}
