package io.github.cdpcli.send;

import java.time.Duration;

/** Is told how a connection comes about, step by step. */
public interface Dial {

    /** Told nothing. */
    Dial SILENT = (step, took, detail) -> {};

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
