package io.github.cdpcli.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version the build wrote down. */
final class Version {

    private Version() {}

    static String number() {
        try (InputStream in = Version.class.getResourceAsStream("/io/github/cdpcli/version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("the version is part of the jar", e);
        }
    }

    /** As in a User-Agent header: {@code cdp-cli/1.0.0}. */
    static String userAgent() {
        return "cdp-cli/" + number();
    }
}
