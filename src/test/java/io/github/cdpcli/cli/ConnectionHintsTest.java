package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.send.Attempt;
import io.github.cdpcli.send.Outcome;
import io.github.cdpcli.testing.TestWorld;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The hints that name the service's own hosts, which no test reaches. */
class ConnectionHintsTest {

    private static final Outcome KEY_REFUSED = new Outcome.Refused(Outcome.Refusal.KEY, 401, List.of(), "", 1);

    @TempDir
    Path folder;

    private List<String> hints(Function<ConnectionHints, Failure> failure, String... options) {
        World world =
                TestWorld.in(folder).env("CDP_API_KEY", "sourcekey-0001-1a2b").world();
        CommandSpec spec = CommandSpec.create();
        ConnectionOptions connection = new ConnectionOptions(new Options(spec));
        new CommandLine(spec).parseArgs(options);
        try (Link link = Link.open(world, Printer.plain(world), connection)) {
            return failure.apply(new ConnectionHints(link, world.clock())).hints();
        }
    }

    @Test
    void aRefusedKeyMayBeOfTheOtherRegion() {
        assertThat(hints(hints -> hints.failure(KEY_REFUSED)))
                .containsExactly(
                        "The key ends in …1a2b and comes from CDP_API_KEY: is it the source's API key, and whole?",
                        "A key belongs to one region, and us (the default) was asked; to ask both:"
                                + " cdp test-connection --detect-region");
        assertThat(hints(hints -> hints.failure(KEY_REFUSED), "--region", "eu"))
                .element(1)
                .asString()
                .contains("and eu (from --region) was asked");
    }

    @Test
    void aHostThatDoesNotAnswerMayBeBehindAFirewallOrAProxy() {
        Attempt.Failed silent = new Attempt.Failed(Attempt.Cause.TIMEOUT, "no connection");
        assertThat(hints(hints -> hints.failure(silent)))
                .containsExactly(
                        "A firewall may block port 443; where only a proxy gets out: --proxy URL, or HTTPS_PROXY");
        assertThat(hints(hints -> hints.failure(silent), "--proxy", "http://me:secret@proxy.example:3128"))
                .containsExactly("The way leads through the proxy proxy.example:3128; to go without it: --proxy none");
    }

    @Test
    void aNameMayBeTheProxys() {
        Attempt.Failed unknown = new Attempt.Failed(Attempt.Cause.NAME, "the name cannot be resolved");
        assertThat(hints(hints -> hints.failure(unknown), "--proxy", "proxy.example"))
                .containsExactly(
                        "This is the proxy's name (from --proxy or the environment); to go without it: --proxy none");
    }
}
