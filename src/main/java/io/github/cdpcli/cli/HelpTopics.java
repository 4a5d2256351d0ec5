package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.ReasonCode;
import io.github.cdpcli.event.Problem;
import java.util.List;
import java.util.Optional;

/** What {@code cdp help} tells about that no command owns: a screen each. */
final class HelpTopics {

    static final List<String> NAMES =
            List.of("csv", "presets", "timestamps", "rejects", "warnings", "receipt", "environment", "exit-codes");

    private HelpTopics() {}

    /** One line for the list of topics. */
    static String summary(String name) {
        return switch (name) {
            case "csv" -> "Columns of tables, and how they become calls.";
            case "presets" -> "Exports of other tools, and how to send them.";
            case "timestamps" -> "Times that are understood, and what becomes of them.";
            case "rejects" -> "The file of records that were not sent, and its codes.";
            case "warnings" -> "What is warned of, in records that are sent all the same.";
            case "receipt" -> "What --report writes.";
            case "environment" -> "Variables that count, and in which order.";
            case "exit-codes" -> "What a script can tell from the exit code.";
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** The text of a topic; empty when there is none of that name. */
    static Optional<String> named(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "csv" -> CSV;
                    case "presets" -> PRESETS;
                    case "exit-codes" -> exitCodes();
                    case "environment" -> ENVIRONMENT;
                    case "receipt" -> ReportOptions.HELP;
                    case "rejects" -> rejects();
                    case "timestamps" -> TimeOptions.HELP;
                    case "warnings" -> warnings();
                    default -> null;
                });
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

    private static String rejects() {
        StringBuilder text = new StringBuilder(REJECTS).append("\nCodes of records that are not sent:\n");
        for (Problem.Code code : Problem.Code.values()) {
            if (code.severity() == Problem.Severity.ERROR && code != Problem.Code.BAD_OPTION) {
                line(text, code.wireName(), code.meaning());
            }
        }
        for (ReasonCode code : ReasonCode.values()) {
            line(text, code.wireName(), code.meaning());
        }
        return text.append("\nWhat is only warned of: cdp help warnings").toString();
    }

    private static String warnings() {
        StringBuilder text = new StringBuilder("Warnings, of records that are sent all the same:\n");
        for (Problem.Code code : Problem.Code.values()) {
            if (code.severity() == Problem.Severity.WARNING) {
                line(text, code.wireName(), code.meaning());
            }
        }
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String code, String meaning) {
        text.append("  ")
                .append(code)
                .append(" ".repeat(Math.max(1, 21 - code.length())))
                .append(meaning)
                .append('\n');
    }

    private static final String REJECTS = """
            Records that are not sent go to INPUT.rejects.ndjson, one object a line:
              input, record, line, offset   where it stands (offset in bytes, from 0)
              code, field, message          why; the code is one of those below
              status, body                  what the service answered, if it did
              origin, messageId             where it was first read, and its id: keep them
              type, call                    the call made of it, if it was no JSON
              raw                           the record as it stands in the file
              rawBytes, rawSha256           in place of the rest of a record that raw
                                            does not hold to the byte

            'cdp backfill INPUT.rejects.ndjson' sends them again, those that had a
            messageId under the same: mend raw, which must be a call in JSON then, or
            call where there is one; or leave them as they are, and give the option that
            sends what was held.
            """;

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

    private static final String PRESETS = """
            No tool's export is known by its name yet. They are sent like this:

            Calls, one a line, as Segment and RudderStack archive them: as they are. What
            only these tools know (receivedAt, originalTimestamp, ...) is left out or sent
            as it is, and counted as a warning:
              cdp backfill archive.ndjson.gz --check

            Other rows, of JSON or of tables: by a mapping. A draft is made of the file; in
            it, what you know better is put right:
              cdp backfill export.ndjson --suggest-mapping > map.json
              cdp backfill export.ndjson --map map.json --timezone UTC --check
              cdp backfill export.ndjson --map map.json --timezone UTC --preview 3

            Which paths of theirs go to which field:
                         event       userId or anonymousId   timestamp        messageId
              Amplitude  event_type  user_id; device_id      event_time       $insert_id
              Mixpanel   event       distinct_id *           time *           $insert_id *
              PostHog    event       distinct_id             timestamp        uuid
              GA4        event_name  user_id;                event_timestamp  -
                                     user_pseudo_id
            * in Mixpanel's properties, so that "columns" of the mapping has these lines:
              "event": "event", "properties.distinct_id": "userId",
              "properties.time": "timestamp", "properties.$insert_id": "messageId"

            Mixpanel may write times in the project's own zone, as if they were UTC: look at
            a record whose time you know before you send any.""";

    private static final String ENVIRONMENT = """
            Environment variables (a blank one counts as unset):
              CDP_API_KEY, CDP_API_KEY_FILE   the source's API key, or a file with it
              CDP_REGION, CDP_API_URL         us or eu, or another address
              CDP_PROFILE                     a profile of 'cdp profile'
              CIO_PIPELINES_WRITE_KEY         key, if none of the above names one
              CIO_REGION                      region, if none of the above names one
              HTTPS_PROXY, NO_PROXY           proxy, and the hosts it is not for; also in
                                              small letters; http_proxy for plain http
              SSL_CERT_FILE                   certificate authorities to trust, PEM
              XDG_CONFIG_HOME                 where cdp/config.json is (~/.config)
              XDG_STATE_HOME                  where cdp keeps journals (~/.local/state)
              NO_COLOR                        no colour
              LC_ALL, LC_CTYPE, LANG          whether pictures may be more than ASCII
              COLUMNS                         how wide the terminal is
              JAVA_HOME                       the Java to run with (by the launcher)

            What counts: options of the command; the profile named by --profile;
            CDP_ variables; CIO_ variables; the profile named by CDP_PROFILE, else
            the current one; region us. 'cdp test-connection' and -v say which.""";
}
