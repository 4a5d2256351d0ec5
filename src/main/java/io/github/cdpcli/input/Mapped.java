package io.github.cdpcli.input;

import io.github.cdpcli.event.Problem;
import io.github.cdpcli.json.Json;
import java.util.List;

/** What a row gives. */
public sealed interface Mapped {

    /**
     * Calls, not yet checked, in the order in which they are to be sent; where nothing says of which type one is, it has
     * none, and only its ids and time.
     */
    record Calls(List<Json.Obj> calls) implements Mapped {
        public Calls {
            calls = List.copyOf(calls);
        }
    }

    /** The row cannot be a call. */
    record Unfit(Problem problem) implements Mapped {}
}
