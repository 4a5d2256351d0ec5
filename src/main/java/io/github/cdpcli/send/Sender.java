package io.github.cdpcli.send;

import io.github.cdpcli.send.Outcome.Complaint;
import io.github.cdpcli.send.Outcome.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Sends requests until their outcome is known: the same bytes again after a temporary failure, to another path after a
 * redirect within the same host, and not at all once the answer is final.
 */
public final class Sender implements AutoCloseable {

    private static final int MAX_REDIRECTS = 3;

    private final Endpoint endpoint;
    private final Transport transport;
    private final RetryPolicy policy;
    private final Clock clock;
    private final Sleeper sleeper;
    private final DoubleSupplier chance;
    private final SendListener listener;
    private final Judge judge;

    /**
     * A sender to one endpoint.
     *
     * @param chance numbers from 0 to 1, exclusive, for spreading waits
     */
    public Sender(
            Endpoint endpoint,
            Transport transport,
            RetryPolicy policy,
            Clock clock,
            Sleeper sleeper,
            DoubleSupplier chance,
            SendListener listener) {
        this.endpoint = endpoint;
        this.transport = transport;
        this.policy = policy;
        this.clock = clock;
        this.sleeper = sleeper;
        this.chance = chance;
        this.listener = listener;
        this.judge = new Judge(endpoint);
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** Sends one request to an endpoint below the base: {@code track}, {@code batch}. */
    public Outcome send(String call, byte[] body) {
        return send(endpoint.request(call, body));
    }

    private Outcome send(Request first) {
        Instant began = clock.instant();
        Request request = first;
        int redirects = 0;
        boolean mayHaveArrived = false;
        for (int attempts = 1; ; attempts++) {
            Attempt attempt = transport.attempt(request);
            listener.attempted(request, attempt);
            mayHaveArrived |= mayHaveArrived(attempt);
            Verdict verdict = judge.judge(attempt);
            if (verdict instanceof Verdict.Accept) {
                return new Outcome.Accepted(status(attempt), attempts);
            } else if (verdict instanceof Verdict.Refuse refuse) {
                return refused(refuse.refusal(), refuse.complaints(), attempt, attempts);
            } else if (verdict instanceof Verdict.Follow follow) {
                if (++redirects > MAX_REDIRECTS) {
                    Complaint loop = new Complaint("redirected more than " + MAX_REDIRECTS + " times", null, null);
                    return refused(Refusal.UNEXPECTED, List.of(loop), attempt, attempts);
                }
                request = request.at(follow.path());
            } else if (verdict instanceof Verdict.Retry retry) {
                Optional<Duration> wait = wait(attempt, request.retries() + 1, began);
                if (wait.isEmpty() || !slept(retry.why(), wait.get(), request.retries() + 1)) {
                    return new Outcome.Unknown(retry.why(), status(attempt), attempts, mayHaveArrived);
                }
                request = request.again();
            }
        }
    }

    private static Outcome refused(Refusal refusal, List<Complaint> complaints, Attempt attempt, int attempts) {
        String body = attempt instanceof Attempt.Answered answer ? answer.body() : "";
        return new Outcome.Refused(refusal, status(attempt), complaints, body, attempts);
    }

    /** Without a connection nothing was sent; in every other case the service may have taken it. */
    private static boolean mayHaveArrived(Attempt attempt) {
        return !(attempt instanceof Attempt.Failed failed)
                || (failed.cause() != Attempt.Cause.NAME && failed.cause() != Attempt.Cause.CONNECT);
    }

    private static int status(Attempt attempt) {
        return attempt instanceof Attempt.Answered answer ? answer.status() : 0;
    }

    private Optional<Duration> wait(Attempt attempt, int attempts, Instant began) {
        Instant now = clock.instant();
        Optional<Duration> asked = attempt instanceof Attempt.Answered answer
                ? RetryAfter.parse(answer.retryAfter(), now)
                : Optional.empty();
        boolean stale = attempt instanceof Attempt.Failed failed && failed.cause() == Attempt.Cause.STALE;
        return policy.next(attempts, Duration.between(began, now), asked, stale, chance.getAsDouble());
    }

    private boolean slept(String why, Duration wait, int retry) {
        listener.waiting(why, wait, retry);
        try {
            sleeper.sleep(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
