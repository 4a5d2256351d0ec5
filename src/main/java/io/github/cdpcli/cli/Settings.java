package io.github.cdpcli.cli;

import io.github.cdpcli.send.ApiKey;
import io.github.cdpcli.send.Endpoint;
import io.github.cdpcli.send.Region;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which key and which address count: the one place that decides it. Layers are asked in this order, and the first that
 * says anything about the key (or about the address) decides the key (or the address):
 *
 * <ol>
 *   <li>options of the command
 *   <li>the profile named by {@code --profile}: whoever names one on the command line means it, whatever the shell exports
 *   <li>the environment: {@code CDP_API_KEY}, {@code CDP_API_KEY_FILE}, {@code CDP_REGION}, {@code CDP_API_URL}
 *   <li>the environment of the vendor's own tools: {@code CIO_PIPELINES_WRITE_KEY}, {@code CIO_REGION}
 *   <li>the profile named by {@code CDP_PROFILE}, else the current one
 *   <li>region us
 * </ol>
 */
final class Settings {

    /** The source of what nobody set. */
    private static final String DEFAULT = "the default";

    private static final int COMMAND_SECONDS = 60;

    private final World world;
    private final List<Layer> layers;
    private final boolean insecure;

    private Settings(World world, List<Layer> layers, boolean insecure) {
        this.world = world;
        this.layers = layers;
        this.insecure = insecure;
    }

    /**
     * One place that settings come from, as raw text; within a layer there may be one way to the key and one to the
     * address.
     *
     * @param name as shown to the user
     */
    record Layer(
            String name,
            Optional<Given> key,
            Optional<Given> keyFile,
            Optional<Given> keyCommand,
            Optional<Given> region,
            Optional<Given> apiUrl) {}

    /**
     * A setting as it was given.
     *
     * @param source as shown to the user: {@code --region}, {@code CDP_REGION}, {@code profile prod}
     */
    record Given(String text, String source) {
        static Optional<Given> by(Options.Value<String> option) {
            return by(option.get(), option.name());
        }

        static Optional<Given> by(World world, String variable) {
            return by(world.variable(variable), variable);
        }

        private static Optional<Given> by(Optional<String> text, String source) {
            return text.isEmpty() ? Optional.empty() : Optional.of(new Given(text.get(), source));
        }
    }

    /** A setting and where it came from. */
    record Found<T>(T value, String source) {}

    /** {@code from CDP_REGION}, {@code the default}. */
    static String from(String source) {
        return source.equals(DEFAULT) ? source : "from " + source;
    }

    /**
     * Gathers the layers.
     *
     * @param options what the command line says
     * @param profile the name given by {@code --profile}
     */
    static Settings of(World world, Printer printer, Layer options, Optional<String> profile, boolean insecure) {
        List<Layer> layers = new ArrayList<>();
        layers.add(options);
        if (profile.isPresent()) {
            layers.add(named(Profiles.load(world, printer), profile.get(), "--profile"));
        }
        layers.add(new Layer(
                "the environment (CDP_…)",
                Given.by(world, "CDP_API_KEY"),
                Given.by(world, "CDP_API_KEY_FILE"),
                Optional.empty(),
                Given.by(world, "CDP_REGION"),
                Given.by(world, "CDP_API_URL")));
        layers.add(new Layer(
                "the environment (CIO_…)",
                Given.by(world, "CIO_PIPELINES_WRITE_KEY"),
                Optional.empty(),
                Optional.empty(),
                Given.by(world, "CIO_REGION"),
                Optional.empty()));
        if (profile.isEmpty()) {
            Profiles profiles = Profiles.load(world, printer);
            Optional<String> variable = world.variable("CDP_PROFILE");
            if (variable.isPresent()) {
                layers.add(named(profiles, variable.get(), "CDP_PROFILE"));
            } else if (profiles.current().isPresent()) {
                layers.add(named(profiles, profiles.current().get(), "the current"));
            }
        }
        return new Settings(world, layers, insecure);
    }

    private static final String PROFILE = "profile ";

    private static Layer named(Profiles profiles, String name, String by) {
        Profiles.Profile profile = profiles.byName().get(name);
        if (profile == null) {
            throw Failure.usage(
                    "there is no profile " + Shown.text(name) + " (named by " + by + ")",
                    "'cdp profile list' shows those there are; 'cdp profile add' makes one.");
        }
        String source = PROFILE + Shown.text(name);
        return new Layer(
                source,
                profile.key().map(key -> new Given(key.reveal(), source)),
                Optional.empty(),
                profile.keyCommand().map(command -> new Given(command, source)),
                profile.region().map(region -> new Given(region.wireName(), source)),
                profile.apiUrl().map(url -> new Given(url, source)));
    }

    /**
     * A key that is kept in a profile goes where the profile says, or where the command line does; a URL that is left over
     * in the environment must not get it.
     */
    private void refuseMixture(Layer addressed) {
        boolean fromEnvironment =
                addressed.apiUrl().isPresent() && addressed.name().startsWith("the environment");
        if (!fromEnvironment) {
            return;
        }
        Optional<Layer> keyed = layers.stream()
                .filter(layer -> layer.key().isPresent()
                        || layer.keyFile().isPresent()
                        || layer.keyCommand().isPresent())
                .findFirst();
        if (keyed.filter(layer -> layer.name().startsWith(PROFILE)).isPresent()) {
            throw Failure.usage(
                    "the key is that of " + keyed.get().name() + ", but the address is from CDP_API_URL",
                    "Unset CDP_API_URL, or give --api-url if the key is meant to go there.");
        }
    }

    /** The address to send to. */
    Found<Endpoint> endpoint() {
        for (Layer layer : layers) {
            one(layer, "addresses", layer.region(), layer.apiUrl());
            Optional<Given> given = layer.apiUrl().isPresent() ? layer.apiUrl() : layer.region();
            if (given.isPresent()) {
                refuseMixture(layer);
                Endpoint endpoint = layer.apiUrl().isPresent() ? url(given.get()) : region(given.get());
                return new Found<>(endpoint, given.get().source());
            }
        }
        return new Found<>(Endpoint.of(Region.US), DEFAULT);
    }

    private Endpoint url(Given given) {
        Endpoint.Parsed parsed = Endpoint.parse(given.text(), insecure);
        if (parsed instanceof Endpoint.Parsed.Valid valid) {
            return valid.endpoint();
        }
        String why = ((Endpoint.Parsed.Bad) parsed).why();
        String shown = why.contains("user") ? "" : " " + Shown.text(given.text());
        throw Failure.usage("the API URL" + shown + " (from " + given.source() + ") " + why);
    }

    private static Endpoint region(Given given) {
        Optional<Region> region = Region.of(given.text());
        if (region.isEmpty()) {
            throw Failure.usage(
                    "the region " + Shown.text(given.text()) + " (from " + given.source() + ") must be us or eu");
        }
        return Endpoint.of(region.get());
    }

    /** The key to send with; empty when no layer names one. A command for it is run now. */
    Optional<Found<ApiKey>> key() {
        for (Layer layer : layers) {
            one(layer, "keys", layer.key(), layer.keyFile(), layer.keyCommand());
            Optional<Given> text = key(layer);
            if (text.isPresent()) {
                String source = text.get().source();
                Optional<ApiKey> key = ApiKey.of(text.get().text());
                if (key.isEmpty()) {
                    throw Failure.usage(
                            "the API key from " + source + " is blank or holds characters no key has",
                            "It is a single word, shown once where the source was made.");
                }
                return Optional.of(new Found<>(key.get(), source));
            }
        }
        return Optional.empty();
    }

    private Optional<Given> key(Layer layer) {
        if (layer.key().isPresent()) {
            return layer.key();
        } else if (layer.keyFile().isPresent()) {
            return Optional.of(fromFile(layer.keyFile().get()));
        } else if (layer.keyCommand().isPresent()) {
            return Optional.of(fromCommand(layer.keyCommand().get()));
        }
        return Optional.empty();
    }

    @SafeVarargs
    private static void one(Layer layer, String what, Optional<Given>... ways) {
        int given = 0;
        for (Optional<Given> way : ways) {
            given += way.isPresent() ? 1 : 0;
        }
        if (given > 1) {
            throw Failure.usage(
                    "two " + what + " are given by " + layer.name() + ": which counts?", "Give one of them.");
        }
    }

    private Given fromFile(Given file) {
        try {
            String content = new String(Assignment.contentOf(file.text(), world), StandardCharsets.UTF_8);
            return new Given(content, file.source());
        } catch (IOException e) {
            throw Failure.usage(
                    "cannot read the API key from " + Shown.text(file.text()) + " (from " + file.source() + ")");
        }
    }

    /** What a command of the user's own prints. Its errors go to the user; what it printed goes nowhere else. */
    private static Given fromCommand(Given command) {
        Failure failed = Failure.usage(
                "the command for the API key (from " + command.source() + ") failed",
                "Run it by hand to see why; it must print the key and exit with 0.");
        try {
            Process process = new ProcessBuilder("sh", "-c", command.text())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Given(printedBy(process).orElseThrow(() -> failed), command.source());
        } catch (IOException e) {
            throw failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed;
        }
    }

    /**
     * What is there when it has ended; empty when it failed or took too long, and then all that it started is ended too.
     * Nothing is read before, which could take for ever, and nothing is waited for afterwards: what it left running may
     * hold the pipe open. A key fits into the pipe.
     */
    private static Optional<String> printedBy(Process process) throws IOException, InterruptedException {
        try (InputStream out = process.getInputStream()) {
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return Optional.empty();
            }
            return Optional.of(new String(out.readNBytes(Math.min(10_000, out.available())), StandardCharsets.UTF_8));
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }
}
