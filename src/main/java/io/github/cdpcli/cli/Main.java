package io.github.cdpcli.cli;

/** The entry point of the process. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        World world = World.real();
        try {
            world.exit(Cdp.run(world, World.arguments(arguments)));
        } catch (Failure e) {
            Printer.plain(world).error("cdp", e);
            world.exit(e.exitCode().number());
        }
    }
}
