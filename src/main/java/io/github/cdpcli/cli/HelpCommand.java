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
        topics = options.positional("0..1", "COMMAND|csv|exit-codes|environment", "What to tell about.");
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
            case "csv" -> printer.output(CSV);
            case "environment" -> printer.output(ENVIRONMENT);
            default -> printer.output(command(asked.get(0)));
        }
        return ExitCode.OK;
    }

    private static String command(String name) {
        Commands entry = Commands.named(name)
                .orElseThrow(() -> Failure.usage(
                        "there is no help on " + Shown.text(name),
                        "Topics are the commands, csv, exit-codes and environment."));
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

    private static final String CSV = """
            A row of a table is a call, and its columns are known by their names:
              userId, anonymousId, type, event, name, groupId, previousId, timestamp,
              messageId, objectTypeId    fields; 'User ID' and user_id are userId too
              properties.x, traits.x     into these objects; [brackets] nest, dots do
                                         not (--nest-dots: they do)
              context.page.url           dots are steps
              integrations.NAME          true or false
              anything else              a property (track, page, screen) or trait
                                         (identify, group) of that name

            Cells are text, unless the header, --types, a mapping or --infer says more;
            a cell that does not fit rejects its row:
              total:number               as JSON writes it, digit for digit
              vip:bool                   true/false, yes/no, y/n, t/f, 1/0
              at:date(dd/MM/yyyy HH:mm)  d M y H h m s a as in Java; MMM is Mar; yy is
                                         20yy; without a zone: --timezone
              tags:list(|)  meta:json    array of texts; any JSON (properties:json: all)
            --infer looks at 1000 rows or 1 MB, at least to the end of a pipe, and
            makes columns bool (true/false) or number where every cell is one, but for
            leading zeros and names that end with id, code, zip, phone and the like.

            An empty cell leaves its field out (--empty keep|null, for your own fields);
            a cell as named by --null is empty, and never kept as text.

            A mapping file (--map), which --suggest-mapping writes a draft of:
              {"type": "track", "event": "Order Completed", "timezone": "Europe/Rome",
               "columns": {"Customer ID": "userId", "Total": {"to": "properties.total",
                 "type": "number"}}, "set": {"context.ip": "0"}, "drop": ["Notes"],
               "emit": ["identify", "track"], "null": ["\\\\N"], "empty": "null",
               "messageId": "Order ID", "notes": ["for people"]}
            Options count for more: --set, --rename, --drop, --types, --empty, --null.
            emit: each row makes these calls, each a record of its own. A column goes to
            the calls that have its field, else to the one of 'type' (or the first with
            properties); so does messageId, and the other calls get ids of their own.
            Rows of NDJSON can be mapped too: columns are paths then, items[0].sku.""";

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
