package io.github.cdpcli.send;

import java.time.Duration;

/** Is told what happens while a request is sent. */
public interface SendListener {

    /** Told nothing. */
    SendListener SILENT = new SendListener() {};

    /** An attempt ended. */
    default void attempted(Request request, Attempt attempt) {}

    /**
     * The same bytes will be sent again.
     *
     * @param why what the last attempt came to
     * @param wait until the next
     * @param retry which retry that will be, from 1
     */
    default void waiting(String why, Duration wait, int retry) {}

    /**
     * The wait is over.
     *
     * @param attempt what made it necessary
     * @param time how long it was
     */
    default void waited(Attempt attempt, Duration time) {}
}
