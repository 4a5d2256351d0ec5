package io.github.cdpcli.cli;

import io.github.cdpcli.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cdp profile}: keys and regions by name. */
final class ProfileCommand implements Command {

    private static final String ACTIONS = "add, list, show, use or remove";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Options options = new Options(CommandSpec.create());
    private final Options.Positional arguments;
    private final NewProfileOptions fresh;
    private final OutputOptions output;

    ProfileCommand() {
        arguments = options.positional(
                "0..2", "ACTION [NAME]", "add, list, show, use or remove; show without a NAME shows the current one.");
        fresh = new NewProfileOptions(options);
        output = new OutputOptions(options);
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public ExitCode run(World world, Printer printer) {
        List<String> words = arguments.get();
        if (words.isEmpty()) {
            throw Failure.usage("say what to do: " + ACTIONS, "Try 'cdp profile --help'.");
        }
        String action = words.get(0);
        check(action, words.size());
        Optional<String> name = words.stream().skip(1).findFirst();
        Profiles profiles = Profiles.load(world, printer);
        switch (action) {
            case "add" -> add(world, printer, profiles, required(action, name));
            case "list" -> list(world, printer, profiles);
            case "show" -> show(world, printer, profiles, name.or(profiles::current));
            case "use" -> use(world, printer, profiles, required(action, name));
            default -> remove(world, printer, profiles, required(action, name));
        }
        return ExitCode.OK;
    }

    private void check(String action, int words) {
        if (!List.of("add", "list", "show", "use", "remove").contains(action)) {
            throw Failure.usage("there is no action " + Shown.text(action, 40) + "; it is one of " + ACTIONS);
        }
        // What is too much may be the key: it is not repeated.
        if (words > (action.equals("list") ? 1 : 2)) {
            throw Failure.usage(
                    "too many arguments for 'profile " + action + "'",
                    action.equals("add")
                            ? "The key is no argument, for others on this machine could see it: it is asked for."
                            : "Try 'cdp profile --help'.");
        }
        Optional<String> foreign = action.equals("add") ? Optional.empty() : fresh.firstGiven();
        if (foreign.isPresent()) {
            throw Failure.usage(foreign.get() + " is for 'profile add' only");
        }
    }

    private static String required(String action, Optional<String> name) {
        return name.orElseThrow(() -> Failure.usage("name the profile: cdp profile " + action + " NAME"));
    }

    private static Profiles.Profile existing(Profiles profiles, String name) {
        Profiles.Profile profile = profiles.byName().get(name);
        if (profile == null) {
            throw Failure.usage("there is no profile " + Shown.text(name, 64), those(profiles));
        }
        return profile;
    }

    private static String those(Profiles profiles) {
        return profiles.byName().isEmpty()
                ? "There is none yet; add one: cdp profile add NAME"
                : "There are: "
                        + String.join(
                                ", ",
                                profiles.byName().keySet().stream()
                                        .map(name -> Shown.text(name, 64))
                                        .toList());
    }

    private void add(World world, Printer printer, Profiles profiles, String name) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.usage("the name " + Shown.text(name, 64)
                    + " cannot be used: letters, digits, '.', '_' and '-', at most 64");
        }
        boolean replaced = profiles.byName().containsKey(name);
        if (replaced && !fresh.replaces()) {
            throw Failure.usage("there is a profile " + name + " already", "To put another in its place: --replace");
        }
        Profiles.Profile profile = fresh.read(world, name);
        Profiles changed = Profiles.change(world, latest -> latest.with(name, profile));
        boolean current = changed.current().equals(Optional.of(name));
        printer.result(
                (replaced ? "replaced" : "added") + " profile " + name + ": " + ProfileLines.address(profile) + ", key "
                        + ProfileLines.key(profile)
                        + (current
                                ? "\nit is the current profile: it counts where nothing else is said"
                                : "\nto use it: --profile " + name + ", or cdp profile use " + name),
                ProfileLines.asJson(changed, name, profile));
    }

    private static void list(World world, Printer printer, Profiles profiles) {
        Map<String, Json> object = new LinkedHashMap<>();
        object.put(
                "profiles",
                new Json.Arr(profiles.byName().entrySet().stream()
                        .map(entry -> (Json) ProfileLines.asJson(profiles, entry.getKey(), entry.getValue()))
                        .toList()));
        object.put("file", Json.of(Profiles.file(world).toString()));
        printer.result(
                profiles.byName().isEmpty()
                        ? "no profiles yet; add one: cdp profile add NAME"
                        : ProfileLines.table(profiles),
                new Json.Obj(object));
    }

    private static void show(World world, Printer printer, Profiles profiles, Optional<String> given) {
        String name = given.orElseThrow(() -> Failure.usage("no profile is the current one", those(profiles)));
        Profiles.Profile profile = existing(profiles, name);
        printer.result(
                ProfileLines.all(profiles, name, profile, Profiles.file(world)),
                ProfileLines.asJson(profiles, name, profile));
    }

    private static void use(World world, Printer printer, Profiles profiles, String name) {
        Profiles.Profile profile = existing(profiles, name);
        Profiles changed = Profiles.change(world, latest -> latest.using(name));
        printer.result(
                Shown.text(name, 64) + " is the current profile now", ProfileLines.asJson(changed, name, profile));
        world.variable("CDP_PROFILE")
                .filter(other -> !other.equals(name))
                .ifPresent(other -> printer.warn("CDP_PROFILE is " + Shown.text(other, 64) + ", and counts before it"));
    }

    private static void remove(World world, Printer printer, Profiles profiles, String name) {
        existing(profiles, name);
        Profiles changed = Profiles.change(world, latest -> latest.without(name));
        boolean leaderless = changed.current().isEmpty() && !changed.byName().isEmpty();
        printer.result(
                "removed profile " + Shown.text(name, 64)
                        + (leaderless ? "\nno profile is current now; choose one: cdp profile use NAME" : ""),
                new Json.Obj(Map.of("removed", Json.of(name))));
    }
}
