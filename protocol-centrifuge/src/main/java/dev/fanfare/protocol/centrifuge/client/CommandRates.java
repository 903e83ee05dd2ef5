package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.limit.Rate;
import java.util.HashMap;
import java.util.Map;

/**
 * How often clients may do things. What is too much is answered with error 111, which is temporary, and a message, which is not
 * answered, ends the connection with 3013. Immutable; begin with {@link #NONE}.
 *
 * @param ofConnection for each connection
 * @param ofUser for all connections of a user on this node together; those who are anonymous are nobody's
 */
public record CommandRates(Map<Operation, Rate> ofConnection, Map<Operation, Rate> ofUser) {
    /** As often as they like. */
    public static final CommandRates NONE = new CommandRates(Map.of(), Map.of());

    /** What is counted. */
    public enum Operation {
        /** All of these together. */
        ANY,
        SUBSCRIBE,
        PUBLISH,
        HISTORY,
        PRESENCE,
        RPC,
        MESSAGE,
        /** Of a connection or a subscription. */
        REFRESH
    }

    public CommandRates {
        ofConnection = Map.copyOf(ofConnection);
        ofUser = Map.copyOf(ofUser);
    }

    /** The same with a limit of each connection. */
    public CommandRates perConnection(Operation operation, Rate rate) {
        return new CommandRates(with(ofConnection, operation, rate), ofUser);
    }

    /** The same with a limit of each user. */
    public CommandRates perUser(Operation operation, Rate rate) {
        return new CommandRates(ofConnection, with(ofUser, operation, rate));
    }

    private static Map<Operation, Rate> with(Map<Operation, Rate> rates, Operation operation, Rate rate) {
        var all = new HashMap<>(rates);
        all.put(operation, rate);
        return all;
    }
}
