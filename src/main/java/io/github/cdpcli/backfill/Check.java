package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Age;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.input.Position;
import io.github.cdpcli.input.RowReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is worth knowing about records before they are sent, gathered in constant memory. Calls, events, times, ids and
 * sizes are those of all records that are ready or held; warnings and the forecast are of those that are ready.
 */
public final class Check implements DryRun.Records {

    private static final int MOST_NAMES = 10_000;
    private static final int MOST_CHARACTERS = 1_000_000;

    private final Clock clock;
    private final RejectSink rejects;
    private final BatchForecast forecast;
    private final Map<CallType, Long> types = new EnumMap<>(CallType.class);
    private final TopCounts events = new TopCounts(MOST_NAMES, MOST_CHARACTERS);
    private final Histogram times = new Histogram();
    private final DistinctCount users = new DistinctCount();
    private final TopCounts junkIds = new TopCounts(MOST_NAMES, MOST_CHARACTERS);
    private final SizeSpread sizes = new SizeSpread();
    private final Map<String, Summary.Reason> reasons = new LinkedHashMap<>();
    private final Map<Problem.Code, Warning> warnings = new EnumMap<>(Problem.Code.class);
    private final Map<List<String>, List<String>> mappings = new LinkedHashMap<>();
    private long recent;
    private long destructive;
    private long withoutId;
    private long derivedIds;
    private long ownIds;
    private long rejectedFirst;

    /**
     * Nothing seen yet.
     *
     * @param rejects is given what would be rejected or held
     * @param lanes how many requests a run would have under way at once
     */
    public Check(Clock clock, RejectSink rejects, int lanes) {
        this.clock = clock;
        this.rejects = rejects;
        this.forecast = new BatchForecast(lanes);
    }

    /** How many records a warning is about, and the first of them. */
    public record Warning(long count, Position first, Problem problem) {}

    @Override
    public void opened(String input, RowReader rows) {
        mappings.computeIfAbsent(rows.mapping(), mapping -> new ArrayList<>()).add(input);
    }

    @Override
    public boolean ready(DryRun.Prepared record) {
        describe(record);
        forecast.add(record.partition(), record.event().batchItemBytes());
        derivedIds += record.hasDerivedId() ? 1 : 0;
        ownIds += record.hasDerivedId() ? 0 : 1;
        for (Problem problem : record.warnings()) {
            Warning seen = warnings.get(problem.code());
            warnings.put(
                    problem.code(),
                    seen == null
                            ? new Warning(1, record.position(), problem)
                            : new Warning(seen.count() + 1, seen.first(), seen.problem()));
        }
        return true;
    }

    @Override
    public boolean turnedAway(Reject reject, Optional<DryRun.Prepared> record) throws IOException {
        rejects.write(reject);
        rejectedFirst += !reject.held() && ownIds + derivedIds == 0 ? 1 : 0;
        Summary.Reason seen = reasons.get(reject.code());
        reasons.put(reject.code(), seen == null ? new Summary.Reason(1, reject) : seen.and(reject));
        if (reject.held()) {
            record.ifPresent(this::describe);
        }
        return true;
    }

    private void describe(DryRun.Prepared record) {
        Event event = record.event();
        types.merge(event.type(), 1L, Long::sum);
        String name = event.text(Field.EVENT);
        if (event.type() == CallType.TRACK && name != null) {
            events.add(name);
        }
        sizes.add(event.batchItemBytes());
        destructive += event.isDestructive() ? 1 : 0;
        time(event.timestamp());
        ids(event, record.warnings());
    }

    private void time(@Nullable Instant at) {
        if (at != null) {
            times.add(at);
            recent += Age.of(at, clock.instant()) == Age.HISTORY ? 0 : 1;
        }
    }

    private void ids(Event event, List<Problem> problems) {
        if (event.userKey().isEmpty()) {
            withoutId++;
        } else {
            users.add(event.userKey());
        }
        for (Problem problem : problems) {
            if (problem.code() == Problem.Code.JUNK_ID) {
                String value = Field.of(problem.path()).map(event::text).orElse("");
                junkIds.add(problem.path() + " \"" + value + "\"");
            }
        }
    }

    public Map<CallType, Long> types() {
        return Collections.unmodifiableMap(types);
    }

    /** Names of track events. */
    public TopCounts events() {
        return events;
    }

    public Histogram times() {
        return times;
    }

    /** Records of the last 72 hours or later, which can trigger campaigns. */
    public long recent() {
        return recent;
    }

    /** Events that delete or suppress. */
    public long destructive() {
        return destructive;
    }

    /** People, by userId or else anonymousId. */
    public DistinctCount users() {
        return users;
    }

    /** Records with neither userId nor anonymousId. */
    public long withoutId() {
        return withoutId;
    }

    /** Ids that look like placeholders, as {@code userId "null"}. */
    public TopCounts junkIds() {
        return junkIds;
    }

    /** Sizes as items of a batch. */
    public SizeSpread sizes() {
        return sizes;
    }

    /** Rejected and held records by code. */
    public Map<String, Summary.Reason> reasons() {
        return Collections.unmodifiableMap(reasons);
    }

    public Map<Problem.Code, Warning> warnings() {
        return Collections.unmodifiableMap(warnings);
    }

    /** How records are read, with the inputs that are read so. */
    public Map<List<String>, List<String>> mappings() {
        return Collections.unmodifiableMap(mappings);
    }

    public BatchForecast forecast() {
        return forecast;
    }

    /** Records ready to be sent that have a messageId of their own. */
    public long ownIds() {
        return ownIds;
    }

    /** Records ready to be sent whose messageId is derived. */
    public long derivedIds() {
        return derivedIds;
    }

    /**
     * Whether a run would give up before its end, because so much is rejected.
     *
     * @param counts of all records
     */
    public boolean endsEarly(Backfill.Tolerance tolerance, DryRun.Counts counts) {
        boolean tooMany =
                tolerance.total().filter(most -> counts.rejected() >= most).isPresent();
        boolean tooLargeAPart = tolerance
                .share()
                .filter(share -> counts.rejected() >= 100 && counts.rejected() > share * counts.read())
                .isPresent();
        return tooMany || tooLargeAPart || rejectedFirst >= tolerance.inARow();
    }
}
