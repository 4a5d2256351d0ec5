package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.BatchForecast;
import java.time.Duration;

/** How long a run may take: a guess that says what it rests on. */
final class SendingTime {

    /** What an answer is taken to need; the service alone knows. */
    static final Duration ASSUMED_ANSWER = Duration.ofMillis(200);

    private SendingTime() {}

    /** The longer of what the pace allows and what answers need, with all lanes busy. */
    static Duration of(BatchForecast forecast, int requestsPerSecond) {
        long byPace = forecast.requests() * 1000 / requestsPerSecond;
        long rounds = (forecast.requests() + forecast.lanes() - 1) / forecast.lanes();
        return Duration.ofMillis(Math.max(byPace, rounds * ASSUMED_ANSWER.toMillis()));
    }
}
