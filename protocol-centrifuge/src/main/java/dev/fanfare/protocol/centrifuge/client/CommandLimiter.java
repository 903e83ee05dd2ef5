package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.limit.Buckets;
import dev.fanfare.core.limit.TokenBucket;
import dev.fanfare.model.access.Rate;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.settings.CommandRates;
import dev.fanfare.protocol.centrifuge.settings.CommandRates.Operation;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Limits the rates of commands. Thread-safe; a {@link Meter} is confined to the event loop of its connection. */
public final class CommandLimiter {
    /** Limits the tracked users; the least recently active ones lose their counts. */
    private static final int MAX_USERS = 100_000;
    /** The number of refused commands within 8 seconds that are answered with error 111; one more disconnects. */
    private static final int MAX_REFUSALS = 16;

    private volatile Limits limits;

    /** Starts with these rates. */
    public CommandLimiter(CommandRates rates) {
        this.limits = new Limits(rates);
    }

    /** Replaces the rates for new connections. If the rates are equal, the counts of users are kept. */
    public void change(CommandRates rates) {
        if (!rates.equals(limits.rates)) {
            limits = new Limits(rates);
        }
    }

    /** Creates the meter of one connection; null without limits. */
    @Nullable
    Meter meter() {
        var now = limits;
        return now.ofConnection.isEmpty() && now.ofUser.isEmpty() ? null : new Meter(now.ofConnection, now.ofUser);
    }

    /** Rates with the counts of users. Thread-safe. */
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

    /** The meter of one connection. Confined to its event loop. */
    static final class Meter {
        /** Limits the error replies, which are larger than the commands. A burst covers one message of the SDKs. */
        private static final Rate REFUSALS = new Rate(MAX_REFUSALS, Duration.ofSeconds(8));

        private @Nullable TokenBucket refusals;
        private final Map<Operation, Rate> ofConnection;
        private final Map<Operation, Buckets> ofUser;
        private final Map<Operation, TokenBucket> buckets = new EnumMap<>(Operation.class);

        private Meter(Map<Operation, Rate> ofConnection, Map<Operation, Buckets> ofUser) {
            this.ofConnection = ofConnection;
            this.ofUser = ofUser;
        }

        /** Counts a command; false if it exceeds a rate. */
        boolean take(Command command, String user, long nowNanos) {
            var operation = operation(command);
            return operation == null || (takeOne(operation, user, nowNanos) && takeOne(Operation.ANY, user, nowNanos));
        }

        /** Counts a refused command; false if there were too many. */
        boolean mayRefuse(long nowNanos) {
            if (refusals == null) {
                refusals = new TokenBucket(REFUSALS, nowNanos);
            }
            return refusals.take(nowNanos) == 0;
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

    /** Returns null for commands without a limit. */
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
