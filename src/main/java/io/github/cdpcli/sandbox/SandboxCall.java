package io.github.cdpcli.sandbox;

/**
 * One call as the sandbox saw it; the texts are as sent, and not fit for a terminal.
 *
 * @param type the call type as named by path or item
 * @param user who it is about: userId, anonymousId or groupId; empty when it names nobody
 * @param name the event's or page's name; empty when it has none
 * @param messageId empty when it has none
 * @param repeat whether a call with this messageId came before
 * @param bytes its size in bytes of JSON
 */
public record SandboxCall(String type, String user, String name, String messageId, Repeat repeat, int bytes) {

    /** Whether a messageId was seen before. */
    public enum Repeat {
        /** Not seen before, or no id. */
        NEW,
        /** Seen with the same call: a client that tried again. */
        DUPLICATE,
        /** Seen with another call: two calls share an id, and the service keeps one of them. */
        CONFLICT
    }
}
