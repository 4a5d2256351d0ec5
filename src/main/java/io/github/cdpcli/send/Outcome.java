package io.github.cdpcli.send;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a request, after all attempts. */
public sealed interface Outcome {

    /** How often it was sent. */
    int attempts();

    /** The service took it: a 2xx answer, read whole and understood. */
    record Accepted(int status, int attempts) implements Outcome {}

    /**
     * The service, or the way to it, said no; trying again changes nothing.
     *
     * @param refusal what was refused
     * @param status the HTTP status; 0 when no answer came
     * @param complaints what the answer says is wrong, as far as it was understood
     * @param body the start of the answer, raw: to be cleaned before it is shown
     */
    record Refused(Refusal refusal, int status, List<Complaint> complaints, String body, int attempts)
            implements Outcome {
        public Refused {
            complaints = List.copyOf(complaints);
        }
    }

    /**
     * Not acknowledged, and retries are used up.
     *
     * @param why the last failure, in words
     * @param status the last HTTP status; 0 when no answer came
     * @param mayHaveArrived whether any attempt got as far as sending something that was not turned away
     * @param tooLong the wait the service asked for, when it is longer than was allowed and therefore not waited for
     */
    record Unknown(String why, int status, int attempts, boolean mayHaveArrived, Optional<Duration> tooLong)
            implements Outcome {

        /** Given up for another reason than a wait that is too long. */
        public Unknown(String why, int status, int attempts, boolean mayHaveArrived) {
            this(why, status, attempts, mayHaveArrived, Optional.empty());
        }
    }

    /** What a refusal is about. */
    enum Refusal {
        /** 401: the key. */
        KEY(true),
        /** 403: what the key may do. */
        FORBIDDEN(true),
        /** 404 and 405: the address. */
        ADDRESS(true),
        /** A redirect to another host, where the key must not go. */
        REDIRECT(true),
        /** A certificate that is not trusted, or a proxy that says no. */
        CONNECTION(true),
        /** A status that the service is not known to give. */
        UNEXPECTED(true),
        /** 413: this body is too large. */
        TOO_LARGE(false),
        /** 400 and 422: this body. */
        INVALID(false);

        private final boolean stopsRun;

        Refusal(boolean stopsRun) {
            this.stopsRun = stopsRun;
        }

        /** Whether every other request would be refused as well. */
        public boolean stopsRun() {
            return stopsRun;
        }
    }

    /**
     * One error named in an answer.
     *
     * @param message in the service's words
     * @param field the field it is about, if it says so
     * @param batchIndex the item of the batch it is about, from 0, if it says so
     */
    record Complaint(
            String message,
            @Nullable String field,
            @Nullable Integer batchIndex) {}
}
