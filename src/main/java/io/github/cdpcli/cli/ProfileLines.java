package io.github.cdpcli.cli;

import io.github.cdpcli.cli.Profiles.Profile;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.send.Endpoint;
import io.github.cdpcli.send.Region;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How profiles are shown: of a key only its ending, and never the command that prints one, which may hold it. */
final class ProfileLines {

    private ProfileLines() {}

    private record Line(String mark, String name, String address, String key) {}

    /** All profiles, a line each, the current one marked. */
    static String table(Profiles profiles) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(" ", "NAME", "ADDRESS", "KEY"));
        profiles.byName()
                .forEach((name, profile) -> lines.add(new Line(
                        isCurrent(profiles, name) ? "*" : " ", Shown.text(name, 64), address(profile), key(profile))));
        int names = width(lines, Line::name);
        int addresses = width(lines, Line::address);
        return String.join(
                "\n",
                lines.stream()
                        .map(line -> line.mark() + " " + padded(line.name(), names) + "  "
                                + padded(line.address(), addresses) + "  " + line.key())
                        .toList());
    }

    private static int width(List<Line> lines, Function<Line, String> column) {
        return lines.stream()
                .mapToInt(line -> column.apply(line).length())
                .max()
                .orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** One profile, a line for each thing known of it. */
    static String all(Profiles profiles, String name, Profile profile, Path file) {
        return "name     " + Shown.text(name, 64) + (isCurrent(profiles, name) ? " (current)" : "")
                + "\naddress  " + address(profile)
                + "\nkey      " + key(profile)
                + "\nfile     " + file;
    }

    static Json.Obj asJson(Profiles profiles, String name, Profile profile) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("name", Json.of(name));
        members.put("current", Json.of(isCurrent(profiles, name)));
        profile.region().ifPresent(region -> members.put("region", Json.of(region.wireName())));
        profile.apiUrl().ifPresent(url -> members.put("apiUrl", Json.of(url)));
        profile.key().ifPresent(key -> members.put("apiKey", Json.of(key.ending())));
        members.put("keyFromCommand", Json.of(profile.keyCommand().isPresent()));
        return new Json.Obj(members);
    }

    private static boolean isCurrent(Profiles profiles, String name) {
        return profiles.current().equals(Optional.of(name));
    }

    static String address(Profile profile) {
        return profile.apiUrl()
                .map(Shown::text)
                .orElseGet(() -> profile.region()
                        .map(region -> Link.place(Endpoint.of(region)))
                        .orElse(Endpoint.of(Region.US).authority() + " (region us, the default)"));
    }

    static String key(Profile profile) {
        return profile.key()
                .map(key -> key.ending())
                .orElse(profile.keyCommand().isPresent() ? "from a command" : "none");
    }
}
