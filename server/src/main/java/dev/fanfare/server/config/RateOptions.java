package dev.fanfare.server.config;

import dev.fanfare.config.Option;
import dev.fanfare.config.value.Frequency;

/** How often clients may do things. Immutable. */
public record RateOptions(
        @Option("What each connection may do.") Commands connection,

        @Option(
                "What all connections of a user on this node may do together; those of anonymous users are not counted.")
        Commands user) {

    /** Commands of clients; what is too much gets error 111, a message ends the connection with 3013. */
    public record Commands(
            @Option("All of these together, as in 100/1s.") Frequency any,

            @Option("Subscribing.") Frequency subscribe,

            @Option("Publishing.") Frequency publish,

            @Option("Reading histories.") Frequency history,

            @Option("Asking who is there.") Frequency presence,

            @Option("Calls that a backend answers.") Frequency rpc,

            @Option("Messages that are not answered.") Frequency message,

            @Option("New tokens of connections and subscriptions.")
            Frequency refresh) {}
}
