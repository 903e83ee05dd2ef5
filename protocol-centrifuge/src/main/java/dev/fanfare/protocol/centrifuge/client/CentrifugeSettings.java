package dev.fanfare.protocol.centrifuge.client;

import java.time.Duration;

/**
 * Limits of Centrifuge clients, beside those of all sessions. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param staleAfter a client that has not connected by then is disconnected with 3502
 * @param refusedCloseDelay one whose connect was refused is disconnected then, if it has not left
 * @param expiredCloseDelay one whose connection has expired has so long to bring a new token, or is disconnected with 3005
 * @param expiredSubscriptionDelay and so long for a subscription, or is unsubscribed with 2501
 * @param maxMessageBytes longest message of a client; a longer one closes the connection with 1009
 * @param maxWaitingCommands with so many commands unanswered, or sixteen of the longest messages, a client is not read from until
 *     it is less; one whose commands come by requests of their own is disconnected with 3013
 * @param historyLimit most publications of a history in one answer
 * @param tellsTime whether clients are told the time of the server when they connect
 * @param rates how often clients may do things
 */
public record CentrifugeSettings(
        Duration staleAfter,
        Duration refusedCloseDelay,
        Duration expiredCloseDelay,
        Duration expiredSubscriptionDelay,
        int maxMessageBytes,
        int maxWaitingCommands,
        int historyLimit,
        boolean tellsTime,
        CommandRates rates) {
    /** 10 s, 5 s, 25 s, 25 s, 64 KiB, 256 commands, 300 publications, no time, as often as they like. */
    public static final CentrifugeSettings DEFAULTS = new CentrifugeSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(25),
            Duration.ofSeconds(25),
            64 * 1024,
            256,
            300,
            false,
            CommandRates.NONE);

    public CentrifugeSettings {
        if (!staleAfter.isPositive() || !refusedCloseDelay.isPositive()) {
            throw new IllegalArgumentException(
                    "staleAfter and refusedCloseDelay are positive, not " + staleAfter + " and " + refusedCloseDelay);
        }
        if (expiredCloseDelay.isNegative() || expiredSubscriptionDelay.isNegative()) {
            throw new IllegalArgumentException("delays after an expiry are zero or more, not " + expiredCloseDelay
                    + " and " + expiredSubscriptionDelay);
        }
        if (maxMessageBytes < 1 || maxWaitingCommands < 1 || historyLimit < 1) {
            throw new IllegalArgumentException("limits are 1 or more, not maxMessageBytes=" + maxMessageBytes
                    + ", maxWaitingCommands=" + maxWaitingCommands + ", historyLimit=" + historyLimit);
        }
    }

    /** The same settings with other rates. */
    public CentrifugeSettings withRates(CommandRates others) {
        return new CentrifugeSettings(
                staleAfter,
                refusedCloseDelay,
                expiredCloseDelay,
                expiredSubscriptionDelay,
                maxMessageBytes,
                maxWaitingCommands,
                historyLimit,
                tellsTime,
                others);
    }
}
