package io.github.cdpcli.send;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.send.Outcome.Complaint;
import io.github.cdpcli.send.Outcome.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what an attempt means: the table of answers of the API, in one place. */
final class Judge {

    private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429, 500, 502, 503, 504, 522, 524);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);
    private static final List<String> ERROR_KEYS = List.of("error", "errors");
    private static final List<String> MESSAGE_KEYS = List.of("message", "detail", "reason", "title", "error");

    private final Endpoint endpoint;

    Judge(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Verdict judge(Attempt attempt) {
        if (attempt instanceof Attempt.Answered answer) {
            return judge(answer);
        }
        Attempt.Failed failed = (Attempt.Failed) attempt;
        return failed.cause().isPermanent()
                ? refuse(Refusal.CONNECTION, List.of(complaint(failed.message())))
                : new Verdict.Retry(failed.message());
    }

    private Verdict judge(Attempt.Answered answer) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return isAcknowledgement(answer) ? new Verdict.Accept() : notTheApi(answer);
        } else if (TEMPORARY.contains(status)) {
            return new Verdict.Retry("status " + status + words(answer.body()));
        } else if (REDIRECTS.contains(status) && answer.location() != null) {
            return redirect(answer.location());
        }
        return refuse(refusal(status), complaints(answer.body()));
    }

    /** In the service's own words, if it has any. */
    private static String words(String body) {
        List<Complaint> complaints = complaints(body);
        return complaints.isEmpty() ? "" : " (" + complaints.get(0).message() + ")";
    }

    private static Refusal refusal(int status) {
        return switch (status) {
            case 400, 422 -> Refusal.INVALID;
            case 401 -> Refusal.KEY;
            case 403 -> Refusal.FORBIDDEN;
            case 404, 405 -> Refusal.ADDRESS;
            case 413 -> Refusal.TOO_LARGE;
            default -> Refusal.UNEXPECTED;
        };
    }

    private static Verdict refuse(Refusal refusal, List<Complaint> complaints) {
        return new Verdict.Refuse(refusal, complaints);
    }

    private static Complaint complaint(String message) {
        return new Complaint(message, null, null);
    }

    private static Verdict notTheApi(Attempt.Answered answer) {
        String what = !answer.whole()
                ? "with an answer that " + fault(answer)
                : object(answer.body()) == null
                        ? "with something that is not the API's answer"
                        : "with an error inside";
        return new Verdict.Retry("status " + answer.status() + " " + what);
    }

    private static String fault(Attempt.Answered answer) {
        return answer.body().indexOf('\uFFFD') >= 0 ? "is not UTF-8, or was cut off" : "was cut off or far too long";
    }

    /** Read whole, and empty or an object that names no error. */
    private static boolean isAcknowledgement(Attempt.Answered answer) {
        if (!answer.whole()) {
            return false;
        }
        if (answer.body().isBlank()) {
            return true;
        }
        Json.Obj body = object(answer.body());
        return body != null && !saysFailure(body) && !namesError(body) && !namesErrorInMeta(body);
    }

    private static boolean saysFailure(Json.Obj body) {
        for (Json value : named(body, "success")) {
            if (isFalse(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesErrorInMeta(Json.Obj body) {
        for (Json.Obj meta : objects(body, "meta")) {
            if (namesError(meta)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFalse(Json value) {
        return value == Json.Word.FALSE
                || (value instanceof Json.Str text && text.value().equalsIgnoreCase("false"));
    }

    private static boolean namesError(Json.Obj object) {
        for (String key : ERROR_KEYS) {
            for (Json value : named(object, key)) {
                if (isSomething(value)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The members of a name in whatever capitals: whoever speaks in the service's place may write them its own way. */
    private static List<Json> named(Json.Obj object, String name) {
        List<Json> values = new ArrayList<>();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                values.add(member.getValue());
            }
        }
        return values;
    }

    private static List<Json.Obj> objects(Json.Obj object, String name) {
        List<Json.Obj> objects = new ArrayList<>();
        for (Json value : named(object, name)) {
            if (value instanceof Json.Obj nested) {
                objects.add(nested);
            }
        }
        return objects;
    }

    private static Optional<String> text(Json.Obj object, String name) {
        for (Json value : named(object, name)) {
            if (value instanceof Json.Str text) {
                return Optional.of(text.value());
            }
        }
        return Optional.empty();
    }

    private static boolean isSomething(Json value) {
        return value != Json.Word.NULL
                && value != Json.Word.FALSE
                && !(value instanceof Json.Str text && text.value().isEmpty())
                && !(value instanceof Json.Arr array && array.items().isEmpty())
                && !(value instanceof Json.Obj object && object.members().isEmpty());
    }

    private static Json.@Nullable Obj object(String text) {
        return JsonReader.read(text) instanceof JsonText.Document document
                        && document.value() instanceof Json.Obj object
                ? object
                : null;
    }

    /** Errors as the service was seen to write them: strings or objects, below meta or at the top, one or many. */
    private static List<Complaint> complaints(String text) {
        List<Complaint> found = new ArrayList<>();
        Json.Obj body = object(text);
        if (body != null) {
            collect(body, found);
            objects(body, "meta").forEach(meta -> collect(meta, found));
            if (found.isEmpty()) {
                text(body, "message").map(Judge::complaint).ifPresent(found::add);
            }
        }
        return found;
    }

    private static void collect(Json.Obj object, List<Complaint> found) {
        for (String key : ERROR_KEYS) {
            named(object, key).forEach(value -> {
                if (value instanceof Json.Arr array) {
                    array.items().forEach(item -> collect(item, found));
                } else {
                    collect(value, found);
                }
            });
        }
    }

    private static void collect(Json error, List<Complaint> found) {
        if (error instanceof Json.Str text) {
            found.add(complaint(text.value()));
        } else if (error instanceof Json.Obj object) {
            String message = MESSAGE_KEYS.stream()
                    .flatMap(key -> text(object, key).stream())
                    .findFirst()
                    .orElse("no message");
            Integer index = named(object, "batch_index").stream()
                    .findFirst()
                    .map(Judge::index)
                    .orElse(null);
            found.add(new Complaint(message, text(object, "field").orElse(null), index));
        }
    }

    private static @Nullable Integer index(Json value) {
        return value instanceof Json.Num number && number.digits().matches("\\d{1,6}")
                ? Integer.valueOf(number.digits())
                : null;
    }

    private Verdict redirect(String location) {
        if (location.contains(Redaction.HIDDEN)) {
            return refuse(Refusal.REDIRECT, List.of(complaint("redirected to an address with the key in it")));
        }
        URI target;
        try {
            target = new URI(endpoint.url() + "/").resolve(new URI(location.strip()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return refuse(Refusal.UNEXPECTED, List.of(complaint("redirected to something that is not a URL")));
        }
        String scheme = target.getScheme().toLowerCase(Locale.ROOT);
        int port = target.getPort() > 0 ? target.getPort() : scheme.equals("https") ? 443 : 80;
        String host = target.getHost() == null ? "" : target.getHost().toLowerCase(Locale.ROOT);
        boolean same = scheme.equals(endpoint.secure() ? "https" : "http")
                && host.equals(uriHost())
                && port == endpoint.port();
        return same
                ? new Verdict.Follow(pathAndQuery(target))
                : refuse(
                        Refusal.REDIRECT,
                        List.of(complaint("redirected to " + scheme + "://" + host
                                + (target.getPort() > 0 ? ":" + port : "") + ", where the key must not go")));
    }

    private static String pathAndQuery(URI target) {
        String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        return target.getRawQuery() == null ? path : path + "?" + target.getRawQuery();
    }

    private String uriHost() {
        return endpoint.host().contains(":") ? "[" + endpoint.host() + "]" : endpoint.host();
    }
}
