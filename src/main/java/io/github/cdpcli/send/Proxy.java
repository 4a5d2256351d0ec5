package io.github.cdpcli.send;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy. Its password, like the key, shows itself to nobody. */
public final class Proxy {

    /** What parsing a URL gives. */
    public sealed interface Parsed {
        /** A proxy. */
        record Valid(Proxy proxy) implements Parsed {}

        /** No proxy, and why. */
        record Bad(String why) implements Parsed {}
    }

    private final String host;
    private final int port;
    private final @Nullable String credentials;

    private Proxy(String host, int port, @Nullable String credentials) {
        this.host = host;
        this.port = port;
        this.credentials = credentials;
    }

    /** Reads {@code http://[user:password@]host[:port]}; the scheme may be left out, and the port is 80 then. */
    public static Parsed parse(String text) {
        URI uri;
        try {
            uri = new URI(text.contains("://") ? text.strip() : "http://" + text.strip());
        } catch (URISyntaxException e) {
            return new Parsed.Bad("is not a URL");
        }
        if (!"http".equalsIgnoreCase(uri.getScheme())) {
            return new Parsed.Bad("is of a kind that is not supported (only http:// proxies are)");
        }
        if (uri.getHost() == null) {
            return new Parsed.Bad("names no host");
        }
        if (!Endpoint.isPort(uri)) {
            return new Parsed.Bad("names a port that does not exist");
        }
        int port = uri.getPort() > 0 ? uri.getPort() : 80;
        String login = uri.getRawUserInfo() == null ? null : login(uri.getRawUserInfo());
        return new Parsed.Valid(new Proxy(bare(uri.getHost()), port, login));
    }

    /** User, colon, password: a user alone has a blank one. */
    private static String login(String userInfo) {
        String whole = userInfo.contains(":") ? userInfo : userInfo + ":";
        return URLDecoder.decode(whole.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /**
     * Whether a NO_PROXY list exempts a host: names and their subdomains, with or without a leading dot, {@code *} for
     * all. This machine itself is never reached through a proxy.
     */
    public static boolean isExempt(String noProxy, Endpoint endpoint) {
        if (endpoint.isLoopback()) {
            return true;
        }
        for (String entry : noProxy.split("[,\\s]+", -1)) {
            String name = withoutPort(entry.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""));
            boolean covers = endpoint.host().equals(name) || endpoint.host().endsWith("." + name);
            if (!name.isEmpty() && (name.equals("*") || covers)) {
                return true;
            }
        }
        return false;
    }

    /** A colon within an IPv6 address is not that of a port. */
    private static String withoutPort(String entry) {
        if (entry.startsWith("[") && entry.contains("]")) {
            return entry.substring(1, entry.indexOf(']'));
        }
        return entry.indexOf(':') == entry.lastIndexOf(':') ? entry.replaceFirst(":\\d+$", "") : entry;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** The line that authenticates to the proxy, with its end; empty when there is nothing to say. */
    String authorizationHeader() {
        return credentials == null
                ? ""
                : "Proxy-Authorization: Basic "
                        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8))
                        + "\r\n";
    }

    /** Host and port. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
