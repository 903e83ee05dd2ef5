package dev.fanfare.protocol.centrifuge.settings;

import java.time.Duration;

/**
 * Settings of Centrifuge clients, in addition to those of all sessions. Immutable; start with {@link #DEFAULTS}.
 *
 * @param staleAfter time limit of the connect; then the client is disconnected with 3502
 * @param refusedCloseDelay time after an error reply to a connect; then the server closes the connection
 * @param expiredCloseDelay time for a new token after the expiry of a connection; then the client is disconnected with 3005
 * @param expiredSubscriptionDelay time for a new token after the expiry of a subscription; then the client is unsubscribed with 2501
 * @param maxMessageBytes limit of a message of a client; a longer one closes the connection with 1009
 * @param maxWaitingCommands limit of pending commands. Above it, or above 16 times {@code maxMessageBytes}, the server stops reading
 *     from the client; an emulated client is disconnected with 3013
 * @param maxBytesPerSecond limit of the bytes of commands and replies, where each command counts as 1 KiB more; bursts of 4 seconds
 *     are allowed. The commands of a client above the limit wait, and the server stops reading from the client
 * @param historyLimit limit of publications in one reply to a history command
 * @param includesTime whether the reply to a connect includes the time of the server
 * @param rates rate limits of commands
 */
public record CentrifugeSettings(
        Duration staleAfter,
        Duration refusedCloseDelay,
        Duration expiredCloseDelay,
        Duration expiredSubscriptionDelay,
        int maxMessageBytes,
        int maxWaitingCommands,
        int maxBytesPerSecond,
        int historyLimit,
        boolean includesTime,
        CommandRates rates) {
    /** 10 s, 5 s, 25 s, 25 s, 64 KiB, 256 commands, 4 MiB per second, 300 publications, without time and rate limits. */
    public static final CentrifugeSettings DEFAULTS = new CentrifugeSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(25),
            Duration.ofSeconds(25),
            64 * 1024,
            256,
            4 << 20,
            300,
            false,
            CommandRates.NONE);

    public CentrifugeSettings {
        if (!staleAfter.isPositive() || !refusedCloseDelay.isPositive()) {
            throw new IllegalArgumentException("staleAfter and refusedCloseDelay must be positive, got " + staleAfter
                    + " and " + refusedCloseDelay);
        }
        if (expiredCloseDelay.isNegative() || expiredSubscriptionDelay.isNegative()) {
            throw new IllegalArgumentException(
                    "expiredCloseDelay and expiredSubscriptionDelay must not be negative, got " + expiredCloseDelay
                            + " and " + expiredSubscriptionDelay);
        }
        if (maxMessageBytes < 1 || maxWaitingCommands < 1 || maxBytesPerSecond < 1 || historyLimit < 1) {
            throw new IllegalArgumentException("limits must be at least 1, got maxMessageBytes=" + maxMessageBytes
                    + ", maxWaitingCommands=" + maxWaitingCommands + ", maxBytesPerSecond=" + maxBytesPerSecond
                    + ", historyLimit=" + historyLimit);
        }
    }

    /** Returns a copy with another time limit of the connect. */
    public CentrifugeSettings withStaleAfter(Duration other) {
        return new CentrifugeSettings(
                other,
                refusedCloseDelay,
                expiredCloseDelay,
                expiredSubscriptionDelay,
                maxMessageBytes,
                maxWaitingCommands,
                maxBytesPerSecond,
                historyLimit,
                includesTime,
                rates);
    }

    /** Returns a copy with another limit of messages. */
    public CentrifugeSettings withMaxMessageBytes(int bytes) {
        return new CentrifugeSettings(
                staleAfter,
                refusedCloseDelay,
                expiredCloseDelay,
                expiredSubscriptionDelay,
                bytes,
                maxWaitingCommands,
                maxBytesPerSecond,
                historyLimit,
                includesTime,
                rates);
    }

    /** Returns a copy with another limit of pending commands. */
    public CentrifugeSettings withMaxWaitingCommands(int commands) {
        return new CentrifugeSettings(
                staleAfter,
                refusedCloseDelay,
                expiredCloseDelay,
                expiredSubscriptionDelay,
                maxMessageBytes,
                commands,
                maxBytesPerSecond,
                historyLimit,
                includesTime,
                rates);
    }

    /** Returns a copy with another limit of the bytes of commands and replies. */
    public CentrifugeSettings withMaxBytesPerSecond(int bytes) {
        return new CentrifugeSettings(
                staleAfter,
                refusedCloseDelay,
                expiredCloseDelay,
                expiredSubscriptionDelay,
                maxMessageBytes,
                maxWaitingCommands,
                bytes,
                historyLimit,
                includesTime,
                rates);
    }

    /** Returns a copy with another limit of history replies. */
    public CentrifugeSettings withHistoryLimit(int publications) {
        return new CentrifugeSettings(
                staleAfter,
                refusedCloseDelay,
                expiredCloseDelay,
                expiredSubscriptionDelay,
                maxMessageBytes,
                maxWaitingCommands,
                maxBytesPerSecond,
                publications,
                includesTime,
                rates);
    }

    /** Returns a copy with other rate limits. */
    public CentrifugeSettings withRates(CommandRates others) {
        return new CentrifugeSettings(
                staleAfter,
                refusedCloseDelay,
                expiredCloseDelay,
                expiredSubscriptionDelay,
                maxMessageBytes,
                maxWaitingCommands,
                maxBytesPerSecond,
                historyLimit,
                includesTime,
                others);
    }
}
