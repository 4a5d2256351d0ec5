package io.github.cdpcli.cli;

import picocli.CommandLine.Model.CommandSpec;

/** One command: its options, declared when it is made, and what it does. */
interface Command {

    /** What it takes. */
    Options options();

    /** The same as the model that picocli parses with. */
    default CommandSpec spec() {
        return options().spec();
    }

    /** How it speaks: as text or JSON, loud or quiet. */
    OutputOptions output();

    /**
     * Does it.
     *
     * @throws Failure to end with a message
     */
    ExitCode run(World world, Printer printer);
}
