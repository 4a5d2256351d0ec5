package io.github.cdpcli.cli;

import io.github.cdpcli.send.Endpoint;
import io.github.cdpcli.send.Region;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cdp test-connection}: is the key right, the host reachable, the source receiving? */
final class TestConnectionCommand implements Command {

    private final Map<Region, Endpoint> regions;
    private final Options options = new Options(CommandSpec.create());
    private final Options.Flag noSend;
    private final Options.Flag detectRegion;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    TestConnectionCommand() {
        this(regions());
    }

    /**
     * For tests.
     *
     * @param regions where each region is
     */
    TestConnectionCommand(Map<Region, Endpoint> regions) {
        this.regions = regions;
        options.group("The test:");
        noSend = options.flag("--no-send", "Send no event, only an empty call that is refused.");
        detectRegion = options.flag("--detect-region", "Ask both regions which accepts the key; no event.");
        connection = new ConnectionOptions(options);
        output = new OutputOptions(options);
    }

    private static Map<Region, Endpoint> regions() {
        Map<Region, Endpoint> regions = new EnumMap<>(Region.class);
        for (Region region : Region.values()) {
            regions.put(region, Endpoint.of(region));
        }
        return regions;
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public ExitCode run(World world, Printer printer) {
        if (detectRegion.isSet() && connection.isSandbox()) {
            throw Failure.usage("--detect-region asks the regions of the service; leave out --sandbox");
        }
        long began = world.nanoTime().getAsLong();
        try (Link link = Link.open(world, printer, connection)) {
            ConnectionReport report = new ConnectionReport(world, printer);
            if (detectRegion.isSet()) {
                return new RegionSearch(world, printer, link, report).run(regions, began);
            }
            return new ConnectionTest(world, printer, link, report).run(noSend.isSet(), began);
        }
    }
}
