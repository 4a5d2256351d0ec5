package io.github.cdpcli.cli;

/** The version; a test holds it against the one of the build. A constant, because reading a resource takes 3 ms of a call. */
final class Version {

    private static final String NUMBER = "0.1.0";

    private Version() {}

    static String number() {
        return NUMBER;
    }

    /** As in a User-Agent header: {@code cdp-cli/1.0.0}. */
    static String userAgent() {
        return "cdp-cli/" + NUMBER;
    }
}
