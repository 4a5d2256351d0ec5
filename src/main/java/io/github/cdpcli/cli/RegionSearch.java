package io.github.cdpcli.cli;

import io.github.cdpcli.send.Attempt;
import io.github.cdpcli.send.Dial;
import io.github.cdpcli.send.Endpoint;
import io.github.cdpcli.send.Outcome;
import io.github.cdpcli.send.Region;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks every region whether it accepts the key, with a call that stores nothing. */
final class RegionSearch {

    private final World world;
    private final Printer printer;
    private final Link link;
    private final ConnectionReport report;
    private final Map<Region, KeyProbe> found = new EnumMap<>(Region.class);
    private Optional<Failure> failure = Optional.empty();

    RegionSearch(World world, Printer printer, Link link, ConnectionReport report) {
        this.world = world;
        this.printer = printer;
        this.link = link;
        this.report = report;
    }

    /**
     * Asks them all.
     *
     * @param regions where each is
     * @param began when the command did
     */
    ExitCode run(Map<Region, Endpoint> regions, long began) {
        if (Region.at(link.endpoint()).isEmpty()) {
            throw Failure.usage(
                    "--detect-region asks the regions of the service, but the address is "
                            + link.endpoint().url() + " (from " + link.endpointSource() + ")",
                    "Leave that out to ask the regions.");
        }
        report.settings(report.since(began), ConnectionTest.key(link));
        regions.forEach(this::ask);
        List<Region> accepting = regions.keySet().stream()
                .filter(region -> found.get(region) == KeyProbe.ACCEPTS)
                .toList();
        if (accepting.size() == 1) {
            return detected(accepting.get(0));
        }
        throw report.failed(accepting.isEmpty() ? none() : many());
    }

    private void ask(Region region, Endpoint endpoint) {
        try (Link there = link.to(endpoint, "--detect-region")) {
            ConnectionHints hints = new ConnectionHints(there, world.clock());
            long began = report.now();
            Optional<Attempt.Failed> failed = there.transport().connect(Dial.SILENT);
            if (failed.isPresent()) {
                report.step(
                        region.wireName(),
                        report.since(began),
                        Shown.text(failed.get().message()));
                failed(region, hints.failure(failed.get()));
                return;
            }
            Outcome outcome = ConnectionTest.send(world, printer, there, KeyProbe.emptyCall());
            report.step(region.wireName(), report.since(began), KeyProbe.words(outcome));
            found.put(region, KeyProbe.of(outcome));
            if (KeyProbe.of(outcome) == KeyProbe.FAILS) {
                failed(region, hints.failure(outcome));
            } else if (outcome instanceof Outcome.Accepted accepted) {
                failed(region, hints.unclear(accepted.status()));
            }
        }
    }

    private void failed(Region region, Failure cause) {
        found.putIfAbsent(region, KeyProbe.FAILS);
        failure = failure.or(() -> Optional.of(cause));
    }

    private ExitCode detected(Region region) {
        String others = failure.map(cause -> "The other region gave no clear answer: " + cause.message())
                .orElse("The other region refuses it.");
        return report.passed(
                "region " + region.wireName() + " accepts the key, and nothing was stored",
                others,
                KeyProbe.INFERRED,
                "To use it: --region " + region.wireName() + ", CDP_REGION=" + region.wireName()
                        + ", or cdp profile add NAME --region " + region.wireName());
    }

    private Failure none() {
        return failure.map(cause -> Failure.of(
                        cause.exitCode(),
                        "no region was found to accept the key, and not all could be asked: " + cause.message(),
                        cause.hints().toArray(String[]::new)))
                .orElseGet(() -> Failure.of(
                        ExitCode.KEY_REFUSED,
                        "no region accepts the API key " + link.key().ending(),
                        "It comes from " + link.keySource() + ": is it the source's API key, and whole?"));
    }

    private Failure many() {
        return Failure.of(
                ExitCode.REFUSED,
                "both regions accept the API key " + link.key().ending() + ", so this does not tell which is the"
                        + " workspace's",
                "The wrong one may accept events and drop them: see in the workspace's settings which region it is in.");
    }
}
