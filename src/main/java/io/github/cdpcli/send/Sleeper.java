package io.github.cdpcli.send;

import java.time.Duration;

/** Lets time pass; in tests, virtual time. */
public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
}
