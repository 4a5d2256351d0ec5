package io.github.cdpcli.sandbox;

import java.time.Instant;
import java.util.List;

/**
 * One request and what the sandbox made of it.
 *
 * @param time when it was answered
 * @param path as sent
 * @param status the answer; 0 when the connection was closed without one
 * @param calls the calls in it that were accepted
 * @param errors what was wrong with it, in the sandbox's words; in permissive mode, with status 200
 * @param retry the X-Retry-Count header; 0 without one
 * @param bytes the size of the body
 */
public record SandboxRequest(
        Instant time, String path, int status, List<SandboxCall> calls, List<String> errors, int retry, int bytes) {
    public SandboxRequest {
        calls = List.copyOf(calls);
        errors = List.copyOf(errors);
    }

    /** Whether it was answered 200 although nothing of it was kept. */
    public boolean isDropped() {
        return status == 200 && !errors.isEmpty();
    }
}
