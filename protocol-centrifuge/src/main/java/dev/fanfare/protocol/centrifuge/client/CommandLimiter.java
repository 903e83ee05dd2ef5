package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.limit.Buckets;
import dev.fanfare.core.limit.Rate;
import dev.fanfare.core.limit.TokenBucket;
import dev.fanfare.protocol.centrifuge.client.CommandRates.Operation;
import dev.fanfare.protocol.centrifuge.message.Command;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what clients do against {@link CommandRates}. Thread-safe; what it has of one connection is confined to its loop. */
public final class CommandLimiter {
    /** Users that are remembered; the ones not seen longest begin anew. */
    private static final int MAX_USERS = 100_000;

    private volatile Limits limits;

    /** Counts against these rates at first. */
    public CommandLimiter(CommandRates rates) {
        this.limits = new Limits(rates);
    }

    /** These rates hold for connections that come from now on; where they are the same, what users have used up stays so. */
    public void change(CommandRates rates) {
        if (!rates.equals(limits.rates)) {
            limits = new Limits(rates);
        }
    }

    /** Counts for one connection; null when nothing is limited. */
    @Nullable
    Meter meter() {
        var now = limits;
        return now.ofConnection.isEmpty() && now.ofUser.isEmpty() ? null : new Meter(now.ofConnection, now.ofUser);
    }

    /** Rates, and what users have used up. Thread-safe. */
    private static final class Limits {
        private final CommandRates rates;
        private final Map<Operation, Rate> ofConnection;
        private final Map<Operation, Buckets> ofUser = new EnumMap<>(Operation.class);

        Limits(CommandRates rates) {
            this.rates = rates;
            this.ofConnection = rates.ofConnection();
            rates.ofUser().forEach((operation, rate) -> ofUser.put(operation, new Buckets(rate, MAX_USERS)));
        }
    }

    /** One connection. Confined to its event loop. */
    static final class Meter {
        private final Map<Operation, Rate> ofConnection;
        private final Map<Operation, Buckets> ofUser;
        private final Map<Operation, TokenBucket> buckets = new EnumMap<>(Operation.class);

        private Meter(Map<Operation, Rate> ofConnection, Map<Operation, Buckets> ofUser) {
            this.ofConnection = ofConnection;
            this.ofUser = ofUser;
        }

        /** Counts a command of the user; false when it is too much. */
        boolean take(Command command, String user, long nowNanos) {
            var operation = operation(command);
            return operation == null || (takeOne(operation, user, nowNanos) && takeOne(Operation.ANY, user, nowNanos));
        }

        private boolean takeOne(Operation operation, String user, long nowNanos) {
            var rate = ofConnection.get(operation);
            if (rate != null
                    && buckets.computeIfAbsent(operation, unseen -> new TokenBucket(rate, nowNanos))
                                    .take(nowNanos)
                            > 0) {
                return false;
            }
            var users = user.isEmpty() ? null : ofUser.get(operation);
            return users == null || users.take(user, nowNanos) == 0;
        }
    }

    /** Null for what is free. */
    private static @Nullable Operation operation(Command command) {
        return switch (command) {
            case Command.Subscribe s -> Operation.SUBSCRIBE;
            case Command.Publish p -> Operation.PUBLISH;
            case Command.Presence p -> Operation.PRESENCE;
            case Command.PresenceStats p -> Operation.PRESENCE;
            case Command.History h -> Operation.HISTORY;
            case Command.Rpc r -> Operation.RPC;
            case Command.Send s -> Operation.MESSAGE;
            case Command.Refresh r -> Operation.REFRESH;
            case Command.SubRefresh s -> Operation.REFRESH;
            case Command.Unsubscribe u -> null;
            case Command.Connect c -> null;
            case Command.Pong p -> null;
        };
    }
}
