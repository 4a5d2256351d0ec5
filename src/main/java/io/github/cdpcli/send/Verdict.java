package io.github.cdpcli.send;

import io.github.cdpcli.send.Outcome.Complaint;
import io.github.cdpcli.send.Outcome.Refusal;
import java.util.List;

/** What one attempt means. */
sealed interface Verdict {

    /** Acknowledged. */
    record Accept() implements Verdict {}

    /** Refused for good. */
    record Refuse(Refusal refusal, List<Complaint> complaints) implements Verdict {}

    /** To be sent again. */
    record Retry(String why) implements Verdict {}

    /** To be sent to another path of the same host. */
    record Follow(String path) implements Verdict {}
}
