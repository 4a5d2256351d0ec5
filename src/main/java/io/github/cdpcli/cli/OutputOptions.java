package io.github.cdpcli.cli;

/** How a command speaks. */
final class OutputOptions {

    static final String HEADING = "Output:";

    private final Options.Flag json;
    private final Options.Flag quiet;
    private final Options.Flag verbose;
    private final Options.Value<Color> color;

    /** When to write colour. */
    enum Color {
        AUTO,
        ALWAYS,
        NEVER;

        private static final class Parser implements Options.Parser<Color> {
            @Override
            public Color parse(String text) {
                return Parsers.oneOf(values(), text, "auto, always or never");
            }
        }
    }

    OutputOptions(Options options) {
        options.group(HEADING);
        json = options.flag("--json", "Print results, and errors on stderr, as JSON.");
        quiet = options.flag("-q|--quiet", "Print nothing but errors.");
        verbose = options.flag("-v|--verbose", "Show requests, answers, and where settings come from.");
        color = options.value("--color", "WHEN", new Color.Parser(), "Colour: auto, always or never (default: auto).");
    }

    Printer printer(World world) {
        return new Printer(
                world,
                json.isSet(),
                quiet.isSet(),
                verbose.isSet(),
                isColored(world, world.terminal().out()),
                isColored(world, world.terminal().err()));
    }

    private boolean isColored(World world, boolean terminal) {
        return switch (color.get().orElse(Color.AUTO)) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                terminal
                        && world.variable("NO_COLOR").isEmpty()
                        && !"dumb".equals(world.environment().get("TERM"));
        };
    }
}
