package io.github.cdpcli.cli;

import io.github.cdpcli.send.ApiKey;
import io.github.cdpcli.send.Endpoint;
import io.github.cdpcli.send.Region;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What {@code cdp profile add} is told, and how it comes by the key: never as an argument. */
final class NewProfileOptions {

    private static final int LONGEST_LINE = 4096;

    private final Options.Value<String> keyFile;
    private final Options.Value<String> keyCommand;
    private final Options.Value<Region> region;
    private final Options.Value<String> apiUrl;
    private final Options.Flag insecureHttp;
    private final Options.Flag replace;
    private final Options.Value<String> key;

    NewProfileOptions(Options options) {
        options.group("A new profile (its key is asked for, or read from standard input):");
        keyFile = options.text("--api-key-file", "FILE", "Read the key from a file, now.");
        keyCommand =
                options.text("--api-key-command", "CMD", "Keep no key but a command that prints it, run at each use.");
        region = options.value("--region", "us|eu", Parsers::region, "Where the workspace lives.");
        apiUrl = options.text("--api-url", "URL", "Another address than the region's.");
        insecureHttp = options.flag("--insecure-http", "Accept plain http to another machine as the address.");
        replace = options.flag("--replace", "Replace a profile of the same name.");
        // Known only so that it can be refused without being shown.
        key = options.hiddenText("--api-key");
    }

    boolean replaces() {
        return replace.isSet();
    }

    /** The first of these options that was given. */
    Optional<String> firstGiven() {
        return name(keyFile)
                .or(() -> name(keyCommand))
                .or(() -> name(region))
                .or(() -> name(apiUrl))
                .or(() -> name(key))
                .or(() -> name(insecureHttp))
                .or(() -> name(replace));
    }

    private static Optional<String> name(Options.Value<?> option) {
        return option.get().map(value -> option.name());
    }

    private static Optional<String> name(Options.Flag flag) {
        return flag.isSet() ? Optional.of(flag.option().longestName()) : Optional.empty();
    }

    /** The profile these options describe; asks for the key last, when nothing else can go wrong. */
    Profiles.Profile read(World world, String name) {
        if (key.get().isPresent()) {
            throw Failure.usage(
                    "--api-key is not taken here, for others on this machine could see the key",
                    "Leave it out, and the key is asked for; or give --api-key-file FILE.");
        }
        if (keyFile.get().isPresent() && keyCommand.get().isPresent()) {
            throw Failure.usage("--api-key-file and --api-key-command: a profile has one way to its key");
        }
        if (region.get().isPresent() && apiUrl.get().isPresent()) {
            throw Failure.usage("--region and --api-url: a profile has one address");
        }
        Optional<String> url = apiUrl.get().map(this::checkedUrl);
        Optional<String> command = keyCommand.get().map(NewProfileOptions::checkedCommand);
        Optional<ApiKey> stored = command.isPresent() ? Optional.empty() : Optional.of(key(world, name));
        return new Profiles.Profile(stored, command, region.get(), url);
    }

    private String checkedUrl(String text) {
        Endpoint.Parsed parsed = Endpoint.parse(text, insecureHttp.isSet());
        if (parsed instanceof Endpoint.Parsed.Valid valid) {
            return valid.endpoint().url();
        }
        // Not repeated: a URL with a user in it may hold a password.
        throw Failure.usage("--api-url " + ((Endpoint.Parsed.Bad) parsed).why());
    }

    private static String checkedCommand(String command) {
        if (command.isBlank()) {
            throw Failure.usage("--api-key-command is blank");
        }
        return command;
    }

    private ApiKey key(World world, String name) {
        if (keyFile.get().isPresent()) {
            return parsed(fromFile(world, keyFile.get().get()), "--api-key-file");
        } else if (world.terminal().in()) {
            String typed = world.prompt()
                    .ask("API key of " + name + " (not shown): ")
                    .orElseThrow(() -> Failure.usage(
                            "no API key was given; nothing was stored",
                            "Type or paste it when asked, or give --api-key-file FILE or --api-key-command CMD."));
            return parsed(typed, "what was typed");
        }
        return parsed(firstLine(world.in()), "standard input");
    }

    private static ApiKey parsed(String text, String source) {
        return ApiKey.of(text)
                .orElseThrow(() -> Failure.usage(
                        "the API key from " + source + " is blank or holds characters no key has; nothing was stored",
                        "It is a single word, shown once where the source was made."));
    }

    private static String fromFile(World world, String file) {
        try {
            return new String(Assignment.contentOf(file, world), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Failure.usage("cannot read the API key from " + Shown.text(file) + " (from --api-key-file)");
        }
    }

    private static String firstLine(InputStream in) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                line.write(c);
                if (line.size() > LONGEST_LINE) {
                    throw Failure.usage("the first line of standard input is too long for an API key");
                }
            }
        } catch (IOException e) {
            throw Failure.usage("cannot read the API key from standard input");
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
