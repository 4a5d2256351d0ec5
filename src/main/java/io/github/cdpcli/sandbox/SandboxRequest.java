package io.github.cdpcli.sandbox;

import java.time.Instant;
import java.util.List;

/**
 * One request and what the sandbox made of it.
 *
 * @param time when it was judged
 * @param path as sent
 * @param status the answer; 0 when the connection was closed without one
 * @param strictStatus the answer that strict mode gives; another than the status for a request that was dropped
 * @param verdict what became of it and so of each call in it: one bad call has the whole batch refused
 * @param calls the calls in it that were accepted
 * @param refused the calls in it that were read and not kept; of a request with a wrong key none is read
 * @param errors what was wrong with it, in the sandbox's words: the first twenty and how many more
 * @param retry the X-Retry-Count header; 0 without one
 * @param bytes the size of the body
 */
public record SandboxRequest(
        Instant time,
        String path,
        int status,
        int strictStatus,
        Verdict verdict,
        List<SandboxCall> calls,
        List<SandboxCall> refused,
        List<String> errors,
        int retry,
        int bytes) {
    public SandboxRequest {
        calls = List.copyOf(calls);
        refused = List.copyOf(refused);
        errors = List.copyOf(errors);
    }

    /** Whether it was answered 200 although nothing of it was kept. */
    public boolean isDropped() {
        return verdict == Verdict.DROPPED;
    }
}
