package io.github.cdpcli.send;

import java.time.Duration;

/** Is told how a connection comes about, step by step. */
public interface Dial {

    /** Told nothing. */
    Dial SILENT = new Silent();

    /** A class with a name: a lambda would take a call's time to start. */
    final class Silent implements Dial {
        private Silent() {}

        @Override
        public void done(Step step, Duration took, String detail) {}
    }

    /** The steps in their order. */
    enum Step {
        NAME,
        TCP,
        PROXY,
        TLS
    }

    /**
     * A step succeeded.
     *
     * @param detail what it found: an address, a TLS version and certificate
     */
    void done(Step step, Duration took, String detail);
}
