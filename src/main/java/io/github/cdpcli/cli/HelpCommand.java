package io.github.cdpcli.cli;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cdp help}: on a command, or on a topic that no command owns. */
final class HelpCommand implements Command {

    private final CommandSpec spec = CommandSpec.create();
    private final Options.Positional topics;
    private final OutputOptions output;

    HelpCommand() {
        Options options = new Options(spec);
        topics = options.positional("0..1", "COMMAND|exit-codes|environment|timestamps", "What to tell about.");
        output = new OutputOptions(options);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public ExitCode run(World world, Printer printer) {
        List<String> asked = topics.get();
        if (asked.isEmpty()) {
            printer.output(Help.text(Help.root(Optional.empty(), Optional.empty())));
            return ExitCode.OK;
        }
        switch (asked.get(0)) {
            case "exit-codes" -> printer.output(exitCodes());
            case "environment" -> printer.output(ENVIRONMENT);
            case "timestamps" -> printer.output(TimeOptions.HELP);
            default -> printer.output(command(asked.get(0)));
        }
        return ExitCode.OK;
    }

    private static String command(String name) {
        Commands entry = Commands.named(name)
                .orElseThrow(() -> Failure.usage(
                        "there is no help on " + Shown.text(name),
                        "Topics are the commands, exit-codes, environment and timestamps."));
        CommandLine root =
                Help.root(Optional.of(entry), Optional.of(entry.command().get()));
        return Help.text(Objects.requireNonNull(root.getSubcommands().get(name)));
    }

    private static String exitCodes() {
        StringBuilder text = new StringBuilder("Exit codes:\n");
        for (ExitCode code : ExitCode.values()) {
            String number = Integer.toString(code.number());
            text.append(" ".repeat(5 - number.length()))
                    .append(number)
                    .append("  ")
                    .append(code.meaning())
                    .append('\n');
        }
        return text.toString().stripTrailing();
    }

    private static final String ENVIRONMENT = """
            Environment variables (a blank one counts as unset):
              CDP_API_KEY, CDP_API_KEY_FILE   the source's API key, or a file with it
              CDP_REGION, CDP_API_URL         us or eu, or another address
              CDP_PROFILE                     a profile of 'cdp profile'
              CIO_PIPELINES_WRITE_KEY         key, if none of the above names one
              CIO_REGION                      region, if none of the above names one
              HTTPS_PROXY, NO_PROXY           proxy, and the hosts it is not for
              SSL_CERT_FILE                   certificate authorities to trust, PEM
              XDG_CONFIG_HOME                 where cdp/config.json is (~/.config)
              NO_COLOR                        no colour

            What counts: options of the command; the profile named by --profile;
            CDP_ variables; CIO_ variables; the profile named by CDP_PROFILE, else
            the current one; region us. 'cdp test-connection' and -v say which.""";
}
