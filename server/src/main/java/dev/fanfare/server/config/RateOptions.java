package dev.fanfare.server.config;

import dev.fanfare.config.Option;
import dev.fanfare.config.value.Frequency;

/** The rate limits of client commands. Immutable. */
public record RateOptions(
        @Option("Limits of each connection.") Commands connection,

        @Option("Limits of all connections of a user on this node together. Anonymous users are exempt.")
        Commands user) {

    /**
     * The limits of each kind of command. An exceeded limit leads to error 111; for a message, and after 16
     * errors within 8 seconds, to disconnect 3013.
     */
    public record Commands(
            @Option("All commands together, for example 100/1s. Empty: unlimited.")
            Frequency any,

            @Option("Subscribe commands.") Frequency subscribe,

            @Option("Publish commands.") Frequency publish,

            @Option("History commands.") Frequency history,

            @Option("Presence commands.") Frequency presence,

            @Option("RPC commands.") Frequency rpc,

            @Option("Send commands, which have no reply.") Frequency message,

            @Option("Refresh commands of connections and subscriptions.")
            Frequency refresh) {}
}
