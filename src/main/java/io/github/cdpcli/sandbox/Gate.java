package io.github.cdpcli.sandbox;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.sandbox.SandboxCall.Repeat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/**
 * Says what a request gets, by the table of the API's answers. Where that leaves room: what is too large gets 413, also
 * a single call, but an item too large in a batch of the right size gets 400, as any other bad item; a failure to record
 * gets 500.
 */
final class Gate {

    static final String BASE = "/v1/";

    private final SandboxOptions options;
    private final Clock clock;
    private final DoubleSupplier chance;
    private final Recording recording;
    private final Inspector inspector;
    private final SeenIds seen = new SeenIds();
    private long requests;
    private long failures;

    Gate(SandboxOptions options, Clock clock, DoubleSupplier chance, Recording recording) {
        this.options = options;
        this.clock = clock;
        this.chance = chance;
        this.recording = recording;
        this.inspector = new Inspector(clock);
    }

    /** What a request gets in strict mode. */
    private record Answer(int status, Verdict verdict, List<SandboxCall> calls, List<String> errors) {
        static Answer refused(int status, String error) {
            return new Answer(status, Verdict.REFUSED, List.of(), List.of(error));
        }

        static Answer failed(int status, String error) {
            return new Answer(status, Verdict.FAILED, List.of(), List.of(error));
        }

        /** A wrong address stays one in permissive mode. */
        boolean canBeDropped() {
            return verdict == Verdict.REFUSED && status != 404 && status != 405;
        }
    }

    /**
     * Judges a request.
     *
     * @param body its body, of a very long one the beginning
     * @param bytes the size of the whole body
     */
    SandboxRequest judge(HttpExchange exchange, byte[] body, int bytes) {
        Headers headers = exchange.getRequestHeaders();
        String path = exchange.getRequestURI().getPath();
        Answer strict = strikes()
                ? Answer.failed(options.faults().status(), "failure made up by the sandbox")
                : strictly(exchange.getRequestMethod(), path, headers, body, bytes);
        boolean dropped = isLenient(headers) && strict.canBeDropped();
        boolean accepted = strict.verdict() == Verdict.ACCEPTED;
        return new SandboxRequest(
                clock.instant(),
                path,
                dropped ? 200 : strict.status(),
                strict.status(),
                dropped ? Verdict.DROPPED : strict.verdict(),
                accepted ? strict.calls() : List.of(),
                accepted ? List.of() : strict.calls(),
                strict.errors(),
                retry(headers),
                bytes);
    }

    /** One at a time, so that three failures are three, and a seeded chance gives the same row of them. */
    private synchronized boolean strikes() {
        requests++;
        boolean strikes = options.faults().strikes(requests, failures, chance.getAsDouble());
        failures += strikes ? 1 : 0;
        return strikes;
    }

    private boolean isLenient(Headers headers) {
        return options.permissive() || !header(headers, "X-Strict-Mode").equals("1");
    }

    private static int retry(Headers headers) {
        String count = header(headers, "X-Retry-Count");
        return count.matches("\\d{1,6}") ? Integer.parseInt(count) : 0;
    }

    private static String header(Headers headers, String name) {
        return Objects.requireNonNullElse(headers.getFirst(name), "").strip();
    }

    private Answer strictly(String method, String path, Headers headers, byte[] body, int bytes) {
        String endpoint = path.startsWith(BASE) ? path.substring(BASE.length()) : "";
        String type = header(headers, "Content-Type").split(";", 2)[0].strip();
        if (!Inspector.isEndpoint(endpoint)) {
            return Answer.refused(404, "there is no " + path);
        } else if (!method.equals("POST")) {
            return Answer.refused(405, "use POST");
        } else if (!isAuthorized(headers)) {
            return Answer.refused(401, "the API key is missing or wrong");
        } else if (!type.toLowerCase(Locale.ROOT).equals("application/json")) {
            return Answer.refused(400, "Content-Type must be application/json");
        } else if (headers.containsKey("Content-Encoding")) {
            return Answer.refused(400, "Content-Encoding is not supported: send plain JSON");
        } else if (bytes > Inspector.limit(endpoint)) {
            return Answer.refused(413, "the body of " + bytes + " bytes is too large");
        }
        return look(inspector.inspect(endpoint, body));
    }

    /** The key as user name, and a blank password. */
    private boolean isAuthorized(Headers headers) {
        String scheme = "Basic ";
        String given = header(headers, "Authorization");
        byte[] key = (options.key() + ":").getBytes(StandardCharsets.UTF_8);
        return given.regionMatches(true, 0, scheme, 0, scheme.length())
                && MessageDigest.isEqual(
                        Base64.getEncoder().encode(key),
                        given.substring(scheme.length()).strip().getBytes(StandardCharsets.UTF_8));
    }

    private Answer look(Inspector.Finding found) {
        List<Inspector.Item> items = found.items();
        if (!found.errors().isEmpty()) {
            List<SandboxCall> calls =
                    items.stream().map(item -> call(item, Repeat.NEW)).toList();
            return new Answer(400, Verdict.REFUSED, calls, found.errors());
        }
        try {
            recording.append(items);
        } catch (IOException e) {
            // The ids are not remembered then: when the client tries again, that is no duplicate.
            return Answer.failed(500, "the call cannot be recorded");
        }
        List<SandboxCall> calls = items.stream()
                .map(item -> call(item, seen.see(text(item, "messageId"), item.type(), item.json())))
                .toList();
        return new Answer(200, Verdict.ACCEPTED, calls, List.of());
    }

    private static SandboxCall call(Inspector.Item item, Repeat repeat) {
        return new SandboxCall(
                item.type(),
                text(item, "userId", "anonymousId", "groupId"),
                text(item, "event", "name"),
                text(item, "messageId"),
                repeat,
                item.json().limit());
    }

    /** The first of these members that holds text. */
    private static String text(Inspector.Item item, String... keys) {
        for (String key : keys) {
            if (item.call().get(key) instanceof Json.Str text && !text.value().isEmpty()) {
                return Inspector.sendable(text.value());
            }
        }
        return "";
    }
}
