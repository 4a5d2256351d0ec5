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
    private static final int TOO_MANY = 429;

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
        return send(call, Body.of(body), 1);
    }

    /**
     * The same.
     *
     * @param weight what it counts for where the transport keeps a {@link Pace}: the records in it
     */
    public Outcome send(String call, Body body, int weight) {
        return send(endpoint.request(call, body, weight));
    }

    private Outcome send(Request first) {
        // What the first attempt had to wait for its turn is no part of an outage.
        Optional<Instant> failing = Optional.empty();
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
                Instant now = clock.instant();
                failing = failing.or(() -> Optional.of(now));
                Duration elapsed = Duration.between(failing.get(), now);
                Optional<Duration> asked = asked(attempt, now);
                request = request.again();
                Optional<Duration> wait =
                        policy.next(request.retries(), elapsed, asked, isStale(attempt), chance.getAsDouble());
                String why = transport.withoutKey(retry.why());
                if (wait.isEmpty() || !slept(why, wait.get(), request.retries())) {
                    Optional<Duration> tooLong = asked.filter(time -> policy.isTooLong(elapsed, time));
                    return new Outcome.Unknown(why, status(attempt), attempts, mayHaveArrived, tooLong);
                }
                listener.waited(attempt, wait.get());
            }
        }
    }

    private Outcome refused(Refusal refusal, List<Complaint> complaints, Attempt attempt, int attempts) {
        String body = attempt instanceof Attempt.Answered answer ? answer.body() : "";
        List<Complaint> clean = complaints.stream().map(this::withoutKey).toList();
        return new Outcome.Refused(refusal, status(attempt), clean, transport.withoutKey(body), attempts);
    }

    /** Once more after the body was read as JSON, which undoes escapes. */
    private Complaint withoutKey(Complaint complaint) {
        String field = complaint.field();
        return new Complaint(
                transport.withoutKey(complaint.message()),
                field == null ? null : transport.withoutKey(field),
                complaint.batchIndex());
    }

    /** Without a connection nothing was sent, and 429 means that it was not taken; in every other case it may have been. */
    private static boolean mayHaveArrived(Attempt attempt) {
        return attempt instanceof Attempt.Failed failed
                ? failed.cause() != Attempt.Cause.NAME && failed.cause() != Attempt.Cause.CONNECT
                : status(attempt) != TOO_MANY;
    }

    private static int status(Attempt attempt) {
        return attempt instanceof Attempt.Answered answer ? answer.status() : 0;
    }

    private static Optional<Duration> asked(Attempt attempt, Instant now) {
        return attempt instanceof Attempt.Answered answer
                ? RetryAfter.parse(answer.retryAfter(), now)
                : Optional.empty();
    }

    private static boolean isStale(Attempt attempt) {
        return attempt instanceof Attempt.Failed failed && failed.cause() == Attempt.Cause.STALE;
    }

    private boolean slept(String why, Duration wait, int retry) {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
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
