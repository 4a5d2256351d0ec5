package io.github.cdpcli.cli;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.send.TlsWarmUp;
import java.util.List;

/** The entry point of the process. */
public final class Main {

    private static final List<String> NO_TLS = List.of("-h", "--help", "--help-all", "-n", "--dry-run", "--sandbox");

    private Main() {}

    public static void main(String[] arguments) {
        if (mayNeedTls(arguments)) {
            TlsWarmUp.begin(!List.of(arguments).contains("--cacert"));
        }
        World world = World.real();
        try {
            world.exit(Cdp.run(world, World.arguments(arguments)));
        } catch (Failure e) {
            Printer.plain(world).error("cdp", e);
            world.exit(e.exitCode().number());
        }
    }

    /** A guess: a wrong one costs a moment of a second processor, and nothing else depends on it. */
    private static boolean mayNeedTls(String[] arguments) {
        if (arguments.length < 2 || CallType.of(arguments[0]).isEmpty()) {
            return false;
        }
        for (String argument : arguments) {
            if (NO_TLS.contains(argument) || argument.contains("http://")) {
                return false;
            }
        }
        return true;
    }
}
