package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Bottleneck;
import io.github.cdpcli.backfill.Bottleneck.Shares;
import io.github.cdpcli.backfill.Order;
import io.github.cdpcli.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run was limited by, in words, with what might help where something would.
 *
 * @param pace as asked for
 * @param byStatus requests by HTTP status, or by what failed
 * @param requests that were acknowledged
 * @param isFinished whether the run came to its end: what would make it another one is no help to one that is to go on
 */
record LimitedBy(
        Bottleneck bottleneck, PaceOptions pace, Map<String, Long> byStatus, long requests, boolean isFinished) {

    private static final int MOST_LANES = 256;

    /** A part of the records that is more than one of very many users has. */
    private static final int HOT = 10;

    /** The lane with the most has half more than its share, in percent. */
    private static final int UNEVEN = 150;

    /** Who waits longer than this for anything else gains little by asking for more at a time. */
    private static final int LITTLE = 10;

    /** What it was, and perhaps what to do; nothing where it was no single thing. Each fits a line of the summary. */
    List<String> lines() {
        Shares shares = bottleneck.shares();
        return switch (bottleneck.cause()) {
            case READING -> List.of("reading the input: lanes waited for records " + ofTime(shares.lanesIdle()));
            case ANSWERS -> answers(shares);
            case SLOWER_ANSWERS -> List.of("the service: answers took longer the more were asked for at a time");
            case ORDER -> order(shares);
            case RATE -> List.of("--rate " + pace.recordsPerSecond().orElse(0) + heldBack(shares.rate()));
            case MAX_RPS ->
                List.of("--max-rps " + pace.requestsPerSecond()
                        + (pace.isUsualRequestsPerSecond() ? " (the default)" : "") + heldBack(shares.maxRps()));
            case TOO_MANY_REQUESTS ->
                List.of(
                        "the service's rate limit" + heldBack(shares.tooMany()),
                        Words.count(byStatus.getOrDefault("429", 0L), "answer") + " with status 429");
            case FAILURES ->
                List.of("what failed, and waiting to try it again, " + ofTime(shares.failures()), failed());
            case MIXED -> List.of();
        };
    }

    private static String ofTime(int percent) {
        return percent + " % of the time";
    }

    private static String heldBack(int percent) {
        return ", which held requests back " + ofTime(percent);
    }

    private List<String> answers(Shares shares) {
        String time = ofTime(shares.answersOfAll());
        if (pace.order() == Order.FILE) {
            return with(
                    "the network: answers are waited for one by one, " + time,
                    "--order user keeps in order only what is of the same user");
        }
        int more = Math.min(MOST_LANES, 2 * shares.lanes());
        boolean wouldHelp = shares.lanes() < MOST_LANES
                && shares.slowerAnswers() + shares.mostHeldBack() < LITTLE
                && requests >= 4L * shares.lanes();
        List<String> lines = new ArrayList<>();
        lines.add("the network: " + Words.count(shares.lanes(), "lane") + (shares.lanes() == 1 ? " was" : " were")
                + " waiting for answers " + time);
        if (wouldHelp) {
            lines.add("try --concurrency " + more);
        }
        return lines;
    }

    private List<String> order(Shares shares) {
        String idle = "the order of users: lanes were idle " + ofTime(shares.lanesIdle());
        // The users of a partition have 1/256 of all by chance: much more is one of them, or a few.
        if (shares.busiestPartition() >= HOT && 3 * shares.busiestPartition() >= 2 * shares.busiestLane()) {
            return with(
                    "one user, or a few: " + shares.busiestPartition() + " % of the records wait for one another",
                    "--order none sends them side by side, if order does not matter");
        } else if (shares.busiestLane() * shares.lanes() >= UNEVEN) {
            return with(
                    idle,
                    "of " + shares.lanes() + " one has " + shares.busiestLane()
                            + " % of the records; --order none divides them evenly");
        }
        return with(idle + ", while others", "were full; --order none divides the records evenly");
    }

    private List<String> with(String what, String hint) {
        return isFinished ? List.of(what, hint) : List.of(what);
    }

    private String failed() {
        return byStatus.entrySet().stream()
                .filter(entry -> !entry.getKey().matches("2\\d\\d"))
                .map(entry -> entry.getKey() + " " + Words.grouped(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** The same for programs: {@code cdp help receipt} tells what its members are. */
    Json.Obj asJson() {
        Shares shares = bottleneck.shares();
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("cause", Json.of(bottleneck.cause().wireName()));
        members.put("text", Json.of(String.join("; ", lines())));
        members.put("lanes", Json.of(shares.lanes()));
        members.put("readerWaited", Json.of(shares.readerWaited()));
        members.put("lanesIdle", Json.of(shares.lanesIdle()));
        members.put("answers", Json.of(shares.answers()));
        members.put("slowerAnswers", Json.of(shares.slowerAnswers()));
        members.put("rate", Json.of(shares.rate()));
        members.put("maxRps", Json.of(shares.maxRps()));
        members.put("tooManyRequests", Json.of(shares.tooMany()));
        members.put("failures", Json.of(shares.failures()));
        members.put("busiestLane", Json.of(shares.busiestLane()));
        members.put("busiestPartition", Json.of(shares.busiestPartition()));
        return new Json.Obj(members);
    }
}
