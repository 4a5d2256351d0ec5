package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.VirtualTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A transport that gives what it is told to, and records in virtual time what it was asked. */
final class ScriptedTransport implements Transport {

    private final VirtualTime time;
    private final Deque<Attempt> script;
    private final List<Request> requests = new ArrayList<>();
    private boolean closed;

    ScriptedTransport(VirtualTime time, Attempt... script) {
        this.time = time;
        this.script = new ArrayDeque<>(List.of(script));
    }

    static Attempt.Answered answered(int status) {
        return answered(status, "");
    }

    static Attempt.Answered answered(int status, String body) {
        return new Attempt.Answered(status, null, null, body, true);
    }

    static Attempt.Answered retryAfter(int status, String header) {
        return new Attempt.Answered(status, header, null, "", true);
    }

    static Attempt.Answered redirect(int status, String location) {
        return new Attempt.Answered(status, null, location, "", true);
    }

    static Attempt.Failed failed(Attempt.Cause cause) {
        return new Attempt.Failed(cause, "failed for a reason");
    }

    @Override
    public Attempt attempt(Request request) {
        assertThat(script).as("more attempts than foreseen").isNotEmpty();
        requests.add(request);
        Attempt attempt = script.remove();
        time.record("attempt → "
                + (attempt instanceof Attempt.Answered answer ? answer.status() : ((Attempt.Failed) attempt).cause()));
        return attempt;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        assertThat(script).as("attempts that were foreseen and not made").isEmpty();
        closed = true;
    }
}
