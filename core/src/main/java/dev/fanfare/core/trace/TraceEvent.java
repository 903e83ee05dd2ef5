package dev.fanfare.core.trace;

import org.jspecify.annotations.Nullable;

/**
 * One line of a trace. Immutable. Contains no tokens and no headers.
 *
 * @param nanos time of the clock of the node
 * @param client id of the client; empty if unknown
 * @param name of the command, reply or push
 * @param channel empty for none
 * @param bytes size of the frame; 0 for a decision
 * @param detail what happened, for example why a command was refused
 * @param data the start of the payload; null unless the channel permits it
 */
public record TraceEvent(
        long nanos,
        Step kind,
        String client,
        String user,
        String name,
        String channel,
        int bytes,
        String detail,
        @Nullable String data) {
    /** The kinds of events. */
    public enum Step {
        /** A client was connected. */
        CONNECTED,
        /** A command from the client. */
        IN,
        /** A reply or push to the client. */
        OUT,
        /** A publication or another push of a traced channel arrived at the cluster. */
        PUBLISHED,
        /** A command was refused. */
        REFUSED,
        /** A command exceeded a rate limit. */
        LIMITED,
        /** A publication was not sent because the client is slow. */
        DROPPED,
        /** The connection ended. */
        DISCONNECTED
    }
}
