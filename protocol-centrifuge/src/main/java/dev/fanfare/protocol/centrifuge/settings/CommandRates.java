package dev.fanfare.protocol.centrifuge.settings;

import dev.fanfare.model.access.Rate;
import java.util.HashMap;
import java.util.Map;

/**
 * Rate limits of commands. Immutable; start with {@link #NONE}. A command above the limit gets the temporary error 111, up
 * to 16 times in 8 seconds; the next refused command disconnects with 3013. A message above the limit disconnects with 3013, because
 * messages have no reply.
 *
 * @param ofConnection limits per connection
 * @param ofUser limits per user for all connections on this node; anonymous clients are not counted
 */
public record CommandRates(Map<Operation, Rate> ofConnection, Map<Operation, Rate> ofUser) {
    /** No limits. */
    public static final CommandRates NONE = new CommandRates(Map.of(), Map.of());

    /** Kinds of commands. */
    public enum Operation {
        /** All kinds together. */
        ANY,
        SUBSCRIBE,
        PUBLISH,
        HISTORY,
        PRESENCE,
        RPC,
        MESSAGE,
        /** Refresh of a connection or a subscription. */
        REFRESH
    }

    public CommandRates {
        ofConnection = Map.copyOf(ofConnection);
        ofUser = Map.copyOf(ofUser);
    }

    /** Returns a copy with another limit per connection. */
    public CommandRates perConnection(Operation operation, Rate rate) {
        return new CommandRates(with(ofConnection, operation, rate), ofUser);
    }

    /** Returns a copy with another limit per user. */
    public CommandRates perUser(Operation operation, Rate rate) {
        return new CommandRates(ofConnection, with(ofUser, operation, rate));
    }

    private static Map<Operation, Rate> with(Map<Operation, Rate> rates, Operation operation, Rate rate) {
        var all = new HashMap<>(rates);
        all.put(operation, rate);
        return all;
    }
}
