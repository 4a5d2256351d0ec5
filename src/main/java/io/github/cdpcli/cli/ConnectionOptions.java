package io.github.cdpcli.cli;

import io.github.cdpcli.send.ApiKey;
import io.github.cdpcli.send.Endpoint;
import io.github.cdpcli.send.Proxy;
import io.github.cdpcli.send.Timeouts;
import io.github.cdpcli.send.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where to send to, with which key, and how patiently: the options every sending command shares. */
final class ConnectionOptions {

    static final String HEADING = "Connection:";

    private final Options.Value<String> apiKey;
    private final Options.Value<String> apiKeyFile;
    private final Options.Value<String> apiKeyCommand;
    private final Options.Value<String> region;
    private final Options.Value<String> apiUrl;
    private final Options.Value<String> profile;
    private final Options.Flag sandbox;
    private final Options.Value<Duration> timeout;
    private final Options.Value<Duration> connectTimeout;
    private final Options.Value<Integer> maxRetries;
    private final Options.Value<String> proxy;
    private final Options.Value<String> cacert;
    private final Options.Flag insecureHttp;

    ConnectionOptions(Options options) {
        options.group(HEADING);
        apiKey = options.text(
                "--api-key",
                "KEY",
                "The source's API key. Others on this machine can see it: better"
                        + " CDP_API_KEY, a file or a profile.");
        apiKeyFile = options.text("--api-key-file", "FILE", "Read the key from a file.");
        apiKeyCommand = options.text("--api-key-command", "CMD", "Run a command that prints the key.");
        region = options.text("--region", "us|eu", "Where the workspace lives (default: us).");
        apiUrl = options.text("--api-url", "URL", "Another address than the region's.");
        profile = options.text("--profile", "NAME", "Key and region by name, see 'cdp profile'.");
        sandbox = options.flag("--sandbox", "Send to a sandbox of its own: no account needed.");
        timeout = options.value(
                "--timeout", "TIME", new Parsers.DurationParser(), "Longest wait for one answer (default: 30s).");
        connectTimeout = options.value(
                "--connect-timeout",
                "TIME",
                new Parsers.DurationParser(),
                "Longest wait for a connection (default: 10s).");
        maxRetries = options.value(
                "--max-retries", "N", new Parsers.CountParser(), "Attempts after the first on temporary failures.");
        proxy = options.text("--proxy", "URL", "HTTP proxy, or 'none' (default: HTTPS_PROXY, NO_PROXY).");
        cacert = options.text(
                "--cacert", "FILE", "Trust only the authorities in this PEM file (default: SSL_CERT_FILE).");
        insecureHttp = options.flag("--insecure-http", "Plain http to other machines: the network sees the key.");
    }

    boolean isSandbox() {
        return sandbox.isSet();
    }

    /** The key option itself, for trying a wrong key on a sandbox. */
    Optional<ApiKey> keyOption() {
        return apiKey.get()
                .map(text -> ApiKey.of(text)
                        .orElseThrow(() -> Failure.usage("--api-key is blank or holds characters no key has")));
    }

    void checkSandbox() {
        if (region.get().isPresent() || apiUrl.get().isPresent()) {
            throw Failure.usage("--sandbox is an address of its own; leave out --region and --api-url");
        }
    }

    Settings settings(World world, Printer printer) {
        Settings.Layer options = new Settings.Layer(
                "the command line",
                Settings.Given.by(apiKey),
                Settings.Given.by(apiKeyFile),
                Settings.Given.by(apiKeyCommand),
                Settings.Given.by(region),
                Settings.Given.by(apiUrl));
        return Settings.of(world, printer, options, profile.get(), insecureHttp.isSet());
    }

    Timeouts timeouts() {
        return new Timeouts(
                connectTimeout.get().orElse(Timeouts.DEFAULT.connect()),
                timeout.get().orElse(Timeouts.DEFAULT.exchange()));
    }

    Optional<Integer> maxRetries() {
        return maxRetries.get();
    }

    /** The proxy between here and an endpoint, if any. */
    Optional<Proxy> proxy(World world, Endpoint endpoint) {
        if (endpoint.isLoopback()) {
            return Optional.empty();
        }
        Optional<String> url = proxy.get().isPresent() ? proxy.get() : proxyOfEnvironment(world, endpoint);
        if (url.isEmpty() || url.get().equals("none")) {
            return Optional.empty();
        }
        Proxy.Parsed parsed = Proxy.parse(url.get());
        if (parsed instanceof Proxy.Parsed.Bad bad) {
            throw Failure.usage(
                    "the proxy (from " + (proxy.get().isPresent() ? "--proxy" : "the environment") + ") " + bad.why());
        }
        return Optional.of(((Proxy.Parsed.Valid) parsed).proxy());
    }

    private static Optional<String> proxyOfEnvironment(World world, Endpoint endpoint) {
        // HTTP_PROXY in capitals is not read, as everywhere: a web server sets it from a request header.
        Optional<String> proxy =
                endpoint.secure() ? either(world, "HTTPS_PROXY", "https_proxy") : world.variable("http_proxy");
        return proxy.isEmpty()
                        || Proxy.isExempt(either(world, "NO_PROXY", "no_proxy").orElse(""), endpoint)
                ? Optional.empty()
                : proxy;
    }

    private static Optional<String> either(World world, String one, String other) {
        Optional<String> value = world.variable(one);
        return value.isPresent() ? value : world.variable(other);
    }

    Trust trust(World world) {
        Optional<String> name = cacert.get().isPresent() ? cacert.get() : world.variable("SSL_CERT_FILE");
        if (name.isEmpty()) {
            return new Trust(Optional.empty());
        }
        Path file = world.path(name.get());
        if (!Files.isReadable(file)) {
            throw Failure.usage("cannot read the certificate authorities in " + Shown.text(name.get()) + " (from "
                    + (cacert.get().isPresent() ? "--cacert" : "SSL_CERT_FILE") + ")");
        }
        return new Trust(Optional.of(file));
    }
}
