package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.BatchForecast;
import io.github.cdpcli.backfill.Check;
import io.github.cdpcli.backfill.DryRun;
import io.github.cdpcli.backfill.Histogram;
import io.github.cdpcli.backfill.SizeSpread;
import io.github.cdpcli.backfill.TopCounts;
import io.github.cdpcli.event.Limits;
import io.github.cdpcli.event.Timestamps;
import io.github.cdpcli.input.Position;
import io.github.cdpcli.json.Json;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a check found, as data. The keys are part of the tool's output and do not change:
 *
 * <ul>
 *   <li>{@code inputs}; {@code read}, {@code ready}, {@code rejected}, {@code held}, {@code filtered}
 *   <li>{@code reasons}: by code, {@code count}, {@code held} and {@code first} ({@code input}, {@code record},
 *       {@code line}, {@code field}, {@code message})
 *   <li>{@code types}: counts by call; {@code events}: {@code names}, {@code complete}, and {@code top}, a list of
 *       {@code name} and {@code count}
 *   <li>{@code times}: {@code first}, {@code last}, {@code step} (hour, day, week, month, quarter, year, decade, century,
 *       millennium)
 *       and {@code bars}, a list of {@code start} and {@code count}; {@code recent} and {@code destructive}: counts
 *   <li>{@code ids}: {@code users}, {@code usersExact}, {@code withoutId} and {@code junk}, a list of {@code id} and
 *       {@code count}
 *   <li>{@code sizes}, in bytes: {@code smallest}, {@code median}, {@code largest}, {@code limit}, and a count
 *       {@code aboveHalf}
 *   <li>{@code warnings}: by code, {@code count} and {@code first}
 *   <li>{@code mappings}: a list of {@code inputs} and {@code columns}
 *   <li>{@code plan}: {@code requests}, {@code bytes}, {@code atOnce}, {@code perSecond}, {@code ownMessageIds},
 *       {@code derivedMessageIds}, {@code milliseconds}, {@code assumedMillisecondsPerAnswer},
 *       {@code endsEarly}
 *   <li>{@code next}: the command to run
 * </ul>
 */
final class CheckJson {

    private static final int EVENTS = 20;
    private static final int JUNK_IDS = 20;
    private static final int BARS = 100;

    private CheckJson() {}

    static Json.Obj of(Check check, DryRun.Counts counts, CheckLook.Setting setting) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("inputs", strings(setting.inputs()));
        members.put("read", Json.of(counts.read()));
        members.put("ready", Json.of(counts.ready()));
        members.put("rejected", Json.of(counts.rejected()));
        members.put("held", Json.of(counts.held()));
        members.put("filtered", Json.of(counts.filtered()));
        members.put("reasons", reasons(check));
        Map<String, Json> types = new LinkedHashMap<>();
        check.types().forEach((type, count) -> types.put(type.wireName(), Json.of(count)));
        members.put("types", new Json.Obj(types));
        members.put("events", events(check.events()));
        members.put("times", times(check.times()));
        members.put("recent", Json.of(check.recent()));
        members.put("destructive", Json.of(check.destructive()));
        members.put("ids", ids(check));
        members.put("sizes", sizes(check.sizes()));
        members.put("warnings", warnings(check));
        members.put("mappings", mappings(check));
        members.put("plan", plan(check, counts, setting));
        members.put("next", Json.of(String.join(" ", setting.next())));
        return new Json.Obj(members);
    }

    private static Json.Arr strings(List<String> texts) {
        return new Json.Arr(texts.stream().map(Json::of).toList());
    }

    private static Json.Obj reasons(Check check) {
        Map<String, Json> reasons = new LinkedHashMap<>();
        check.reasons().forEach((code, reason) -> {
            Map<String, Json> members = new LinkedHashMap<>();
            members.put("count", Json.of(reason.count()));
            members.put("held", Json.of(reason.first().held()));
            members.put(
                    "first",
                    first(
                            reason.first().position(),
                            reason.first().field(),
                            reason.first().message()));
            reasons.put(code, new Json.Obj(members));
        });
        return new Json.Obj(reasons);
    }

    private static Json.Obj first(Position position, String field, String message) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("input", Json.of(position.file()));
        members.put("record", Json.of(position.record()));
        members.put("line", Json.of(position.line()));
        members.put("field", Json.of(Shown.text(field)));
        members.put("message", Json.of(Shown.text(message, 300)));
        return new Json.Obj(members);
    }

    private static Json.Obj events(TopCounts events) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("names", Json.of(events.names()));
        members.put("complete", Json.of(events.isComplete()));
        members.put("top", counted("name", events.top(EVENTS)));
        return new Json.Obj(members);
    }

    private static Json.Arr counted(String key, List<TopCounts.Entry> entries) {
        List<Json> list = new ArrayList<>();
        for (TopCounts.Entry entry : entries) {
            Map<String, Json> members = new LinkedHashMap<>();
            members.put(key, Json.of(entry.name()));
            members.put("count", Json.of(entry.count()));
            list.add(new Json.Obj(members));
        }
        return new Json.Arr(list);
    }

    private static Json.Obj times(Histogram times) {
        Map<String, Json> members = new LinkedHashMap<>();
        times.first().ifPresent(first -> members.put("first", Json.of(Timestamps.format(first))));
        times.last().ifPresent(last -> members.put("last", Json.of(Timestamps.format(last))));
        Histogram.Bars bars = times.bars(BARS);
        members.put("step", Json.of(bars.step().name().toLowerCase(Locale.ROOT)));
        List<Json> list = new ArrayList<>();
        for (Histogram.Bar bar : bars.bars()) {
            Map<String, Json> one = new LinkedHashMap<>();
            one.put("start", Json.of(Timestamps.format(bar.start().toInstant(ZoneOffset.UTC))));
            one.put("count", Json.of(bar.count()));
            list.add(new Json.Obj(one));
        }
        members.put("bars", new Json.Arr(list));
        return new Json.Obj(members);
    }

    private static Json.Obj ids(Check check) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("users", Json.of(check.users().value()));
        members.put("usersExact", Json.of(check.users().isExact()));
        members.put("withoutId", Json.of(check.withoutId()));
        members.put("junk", counted("id", check.junkIds().top(JUNK_IDS)));
        return new Json.Obj(members);
    }

    private static Json.Obj sizes(SizeSpread sizes) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("smallest", Json.of(sizes.smallest()));
        members.put("median", Json.of(sizes.median()));
        members.put("largest", Json.of(sizes.largest()));
        members.put("limit", Json.of(Limits.CALL_BYTES));
        members.put("aboveHalf", Json.of(sizes.above(Limits.CALL_BYTES / 2)));
        return new Json.Obj(members);
    }

    private static Json.Obj warnings(Check check) {
        Map<String, Json> warnings = new LinkedHashMap<>();
        check.warnings().forEach((code, warning) -> {
            Map<String, Json> members = new LinkedHashMap<>();
            members.put("count", Json.of(warning.count()));
            members.put(
                    "first",
                    first(
                            warning.first(),
                            warning.problem().path(),
                            warning.problem().message()));
            warnings.put(code.wireName(), new Json.Obj(members));
        });
        return new Json.Obj(warnings);
    }

    private static Json.Arr mappings(Check check) {
        List<Json> list = new ArrayList<>();
        check.mappings().forEach((columns, inputs) -> {
            Map<String, Json> members = new LinkedHashMap<>();
            members.put("inputs", strings(inputs));
            members.put("columns", strings(columns));
            list.add(new Json.Obj(members));
        });
        return new Json.Arr(list);
    }

    private static Json.Obj plan(Check check, DryRun.Counts counts, CheckLook.Setting setting) {
        BatchForecast forecast = check.forecast();
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("requests", Json.of(forecast.requests()));
        members.put("bytes", Json.of(forecast.bytes()));
        members.put("atOnce", Json.of(setting.lanes()));
        members.put("perSecond", Json.of(setting.requestsPerSecond()));
        members.put("ownMessageIds", Json.of(check.ownIds()));
        members.put("derivedMessageIds", Json.of(check.derivedIds()));
        members.put(
                "milliseconds",
                Json.of(SendingTime.of(forecast, setting.requestsPerSecond()).toMillis()));
        members.put("assumedMillisecondsPerAnswer", Json.of(SendingTime.ASSUMED_ANSWER.toMillis()));
        members.put("endsEarly", Json.of(check.endsEarly(setting.tolerance(), counts)));
        return new Json.Obj(members);
    }
}
