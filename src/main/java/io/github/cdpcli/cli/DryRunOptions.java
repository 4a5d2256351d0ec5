package io.github.cdpcli.cli;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import io.github.cdpcli.send.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looking at a request in place of sending it. */
final class DryRunOptions {

    private final Options.Flag dryRun;
    private final Options.Flag curl;

    DryRunOptions(Options options) {
        options.group("Looking before sending:");
        dryRun = options.flag("-n|--dry-run", "Print the request, send nothing; needs no key.");
        curl = options.flag("--curl", "With --dry-run: as a curl command, with CDP_API_KEY.");
    }

    boolean isSet() {
        return dryRun.isSet();
    }

    void check() {
        if (curl.isSet() && !dryRun.isSet()) {
            throw Failure.usage("--curl says how --dry-run prints; give both");
        }
    }

    /** Prints the request that would carry a body to an endpoint. */
    void show(World world, Printer printer, ConnectionOptions connection, String call, byte[] body) {
        Endpoint endpoint = connection.isSandbox()
                ? new Endpoint(false, "127.0.0.1", SandboxCommand.DEFAULT_PORT, "/v1")
                : connection.settings(world, printer).endpoint().value();
        String url = endpoint.url() + "/" + call;
        String text = new String(body, StandardCharsets.UTF_8);
        if (curl.isSet()) {
            printer.output(asCurl(url, text));
        } else if (printer.isJson()) {
            printer.output(JsonWriter.text(asJson(url, body)));
        } else {
            StringBuilder request = new StringBuilder("POST ").append(url).append('\n');
            headers()
                    .forEach((name, value) ->
                            request.append(name).append(": ").append(value).append('\n'));
            printer.output(request.append('\n').append(text).append('\n').toString());
        }
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Basic [redacted]");
        headers.put("X-Strict-Mode", "1");
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", Version.userAgent());
        return headers;
    }

    private static Json.Obj asJson(String url, byte[] body) {
        Map<String, Json> headers = new LinkedHashMap<>();
        headers().forEach((name, value) -> headers.put(name, Json.of(value)));
        Map<String, Json> request = new LinkedHashMap<>();
        request.put("dryRun", Json.of(true));
        request.put("method", Json.of("POST"));
        request.put("url", Json.of(url));
        request.put("headers", new Json.Obj(headers));
        request.put("body", ((JsonText.Document) JsonReader.read(body)).value());
        return new Json.Obj(request);
    }

    private static String asCurl(String url, String body) {
        return "curl -sS --fail-with-body " + quoted(url) + " \\\n  -u \"$CDP_API_KEY:\" \\\n"
                + "  -H 'X-Strict-Mode: 1' \\\n  -H 'Content-Type: application/json' \\\n  --data-binary "
                + quoted(body);
    }

    /** For a POSIX shell: within single quotes nothing is special but the quote itself. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
