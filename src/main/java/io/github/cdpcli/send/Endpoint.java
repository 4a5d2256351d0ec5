package io.github.cdpcli.send;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The base of the API: where the six calls and the batch are.
 *
 * @param secure whether it speaks TLS
 * @param host a name or address; an IPv6 address without brackets
 * @param port from 1 to 65535
 * @param path the base path, such as {@code /v1}, without a slash at its end
 */
public record Endpoint(boolean secure, String host, int port, String path) {

    /** What parsing a URL gives. */
    public sealed interface Parsed {
        /** An endpoint. */
        record Valid(Endpoint endpoint) implements Parsed {}

        /** No endpoint, and why. */
        record Bad(String why) implements Parsed {}
    }

    public static Endpoint of(Region region) {
        return new Endpoint(true, URI.create(region.url()).getHost(), 443, "/v1");
    }

    /**
     * Reads what people write: a host, or a URL with or without {@code /v1}.
     *
     * @param insecure whether plain http may go to another machine than this one
     */
    public static Parsed parse(String text, boolean insecure) {
        URI uri;
        try {
            uri = new URI(text.contains("://") ? text.strip() : "https://" + text.strip());
        } catch (URISyntaxException e) {
            return new Parsed.Bad("is not a URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return new Parsed.Bad("must begin with https://");
        }
        if (host == null) {
            return new Parsed.Bad("names no host");
        }
        if (!isPort(uri)) {
            return new Parsed.Bad("names a port that does not exist");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return new Parsed.Bad("must not hold a user, a query or a fragment");
        }
        boolean secure = scheme.equals("https");
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        Endpoint endpoint =
                new Endpoint(secure, bare.toLowerCase(Locale.ROOT), port(uri, secure), path(uri.getRawPath()));
        return secure || insecure || endpoint.isLoopback()
                ? new Parsed.Valid(endpoint)
                : new Parsed.Bad("is plain http, which would show the key to the network: use https://"
                        + " (or --insecure-http, if you must)");
    }

    /** Whether the port it names, if any, can be connected to. */
    static boolean isPort(URI uri) {
        return uri.getPort() == -1 || (uri.getPort() >= 1 && uri.getPort() <= 65_535);
    }

    private static int port(URI uri, boolean secure) {
        return uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
    }

    private static String path(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return end == 0 ? "/v1" : path.substring(0, end);
    }

    /** Whether this is this machine itself. */
    public boolean isLoopback() {
        return host.equals("localhost")
                || host.equals("::1")
                || (host.startsWith("127.") && host.matches("127(\\.\\d{1,3}){3}"));
    }

    /** Host and port as a Host header spells them: the port only where it is not the usual one. */
    public String authority() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return port == (secure ? 443 : 80) ? bracketed : bracketed + ":" + port;
    }

    /** The URL without a slash at its end: {@code https://cdp.customer.io/v1}. */
    public String url() {
        return origin() + path;
    }

    String origin() {
        return (secure ? "https://" : "http://") + authority();
    }

    /** A request to one of the endpoints below this base: {@code track}, {@code batch}. */
    public Request request(String call, byte[] body) {
        return request(call, Body.of(body), 1);
    }

    /** The same, counting for so many. */
    Request request(String call, Body body, int weight) {
        return new Request(path + "/" + call, body, weight, 0);
    }
}
