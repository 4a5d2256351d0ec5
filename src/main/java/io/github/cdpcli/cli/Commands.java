package io.github.cdpcli.cli;

import io.github.cdpcli.event.CallType;
import java.util.List;
import java.util.Optional;

/**
 * The commands there are. Each is made only when it is called.
 *
 * @param name as typed
 * @param synopsis what follows {@code cdp} on a command line
 * @param summary one line for the list of commands
 * @param examples command lines that work
 */
record Commands(String name, String synopsis, String summary, List<String> examples) {

    static final List<Commands> ALL = List.of(
            new Commands(
                    "identify",
                    "identify [-] [OPTIONS]",
                    "Say who a person is, with their traits.",
                    List.of(
                            "cdp identify --user-id 42 -t plan=pro -t age:=31 -t 'address[city]=Rome'",
                            "jq -c '{userId: .id, traits: {plan: .plan}}' users.json | cdp identify -")),
            new Commands(
                    "track",
                    "track EVENT|- [OPTIONS]",
                    "Say what a person did.",
                    List.of(
                            "cdp track \"Order Completed\" --user-id 42 -p total:=129.95 -p currency=EUR",
                            "cdp track Login --anonymous-id a-1 --timestamp 2024-03-01T10:00:00Z")),
            new Commands(
                    "page",
                    "page [NAME|-] [OPTIONS]",
                    "Say which page a person saw.",
                    List.of("cdp page Home --user-id 42 -p url=https://example.com/")),
            new Commands(
                    "screen",
                    "screen [NAME|-] [OPTIONS]",
                    "Say which screen of an app a person saw.",
                    List.of("cdp screen Checkout --user-id 42 -c device.type=ios -c network.wifi:=true")),
            new Commands(
                    "group",
                    "group GROUP_ID|- [OPTIONS]",
                    "Say which group a person belongs to.",
                    List.of("cdp group acct_1 --user-id 42 --object-type-id 1 -t name=Initech")),
            new Commands(
                    "alias",
                    "alias [-] [OPTIONS]",
                    "Say that two ids are one person.",
                    List.of("cdp alias --user-id 42 --previous-id anon-1")),
            new Commands(
                    "backfill",
                    "backfill [FILE...|-] [OPTIONS]",
                    "Send history from CSV or NDJSON files.",
                    List.of(
                            "cdp backfill events.ndjson",
                            "cdp backfill events.ndjson --check",
                            "cdp backfill orders.csv --type track --timezone Europe/Rome",
                            "cdp backfill 'exports/**/*.csv.gz' --type track --encoding windows-1252",
                            "cdp backfill sheet.csv --suggest-mapping > map.json",
                            "cdp backfill sheet.csv --map map.json --set event='Order Completed'")),
            new Commands(
                    "test-connection",
                    "test-connection [OPTIONS]",
                    "Check key, region and network.",
                    List.of("cdp test-connection", "cdp test-connection --no-send --region eu")),
            new Commands(
                    "sandbox",
                    "sandbox [OPTIONS]",
                    "Run a local Pipelines API to try things on.",
                    List.of(
                            "cdp sandbox --port 8787 --key dev",
                            "cdp sandbox --fail status:503,rate:0.1 --latency 50ms")),
            new Commands(
                    "profile",
                    "profile add|list|show|use|remove [NAME] [OPTIONS]",
                    "Keep keys and regions by name.",
                    List.of("cdp profile add prod --region eu", "cdp profile use prod", "cdp profile list")),
            new Commands(
                    "completion",
                    "completion bash|zsh|fish",
                    "Print what completes command lines in a shell.",
                    List.of(
                            "source <(cdp completion bash)",
                            "cdp completion bash > ~/.local/share/bash-completion/completions/cdp",
                            "cdp completion zsh > ~/.zfunc/_cdp    # a folder of your fpath",
                            "cdp completion fish > ~/.config/fish/completions/cdp.fish")),
            new Commands(
                    "help",
                    "help [COMMAND|TOPIC]",
                    "Help on a command or a topic.",
                    List.of("cdp help backfill", "cdp help exit-codes")));

    static Optional<Commands> named(String name) {
        for (Commands command : ALL) {
            if (command.name().equals(name)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /** Makes it, with its options. */
    Command make() {
        return switch (name) {
            case "backfill" -> new BackfillCommand();
            case "test-connection" -> new TestConnectionCommand();
            case "sandbox" -> new SandboxCommand();
            case "profile" -> new ProfileCommand();
            case "completion" -> new CompletionCommand();
            case "help" -> new HelpCommand();
            default -> new CallCommand(CallType.of(name).orElseThrow());
        };
    }
}
