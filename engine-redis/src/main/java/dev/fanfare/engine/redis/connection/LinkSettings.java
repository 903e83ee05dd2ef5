package dev.fanfare.engine.redis.connection;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Timeouts and limits of the connections. Immutable. Start with {@link #DEFAULTS}.
 *
 * @param connectTimeout maximum time to open a connection
 * @param commandTimeout maximum time for the reply to a command; then the connection counts as broken
 * @param probeInterval interval of the probes through Pub/Sub
 * @param probeTimeout maximum time for a probe; then the connection counts as broken
 * @param firstRetry maximum delay before the first reconnect; doubled for each further one
 * @param lastRetry maximum delay between two attempts
 * @param unsubscribeDelay time that a channel stays subscribed after its last unsubscribe
 * @param maxWaitingBytes maximum size of the requests that wait for replies; further requests are rejected
 * @param trustedCertificates PEM file of certificates that are trusted for TLS servers; null for those of the JVM
 */
public record LinkSettings(
        Duration connectTimeout,
        Duration commandTimeout,
        Duration probeInterval,
        Duration probeTimeout,
        Duration firstRetry,
        Duration lastRetry,
        Duration unsubscribeDelay,
        long maxWaitingBytes,
        @Nullable Path trustedCertificates) {
    /** 2 s to connect, 3 s to answer, a probe every 2 s, retries after 0.1 s to 5 s, 64 MiB. */
    public static final LinkSettings DEFAULTS = new LinkSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            64L << 20,
            null);

    public LinkSettings {
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("commandTimeout", commandTimeout);
        requirePositive("probeInterval", probeInterval);
        requirePositive("probeTimeout", probeTimeout);
        requirePositive("firstRetry", firstRetry);
        if (lastRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException(
                    "lastRetry must be at least firstRetry, " + firstRetry + ", got " + lastRetry);
        }
        if (unsubscribeDelay.isNegative()) {
            throw new IllegalArgumentException("unsubscribeDelay must be zero or positive, got " + unsubscribeDelay);
        }
        if (maxWaitingBytes < 1) {
            throw new IllegalArgumentException("maxWaitingBytes must be 1 or more, got " + maxWaitingBytes);
        }
    }

    /** Returns these settings with other timeouts of commands and probes. */
    public LinkSettings withTimeouts(Duration command, Duration interval, Duration probe) {
        return new LinkSettings(
                connectTimeout,
                command,
                interval,
                probe,
                firstRetry,
                lastRetry,
                unsubscribeDelay,
                maxWaitingBytes,
                trustedCertificates);
    }

    /** Returns these settings with another delay of unsubscribes. */
    public LinkSettings withUnsubscribeDelay(Duration delay) {
        return new LinkSettings(
                connectTimeout,
                commandTimeout,
                probeInterval,
                probeTimeout,
                firstRetry,
                lastRetry,
                delay,
                maxWaitingBytes,
                trustedCertificates);
    }

    /** Returns these settings with another limit of waiting requests. */
    public LinkSettings withMaxWaitingBytes(long bytes) {
        return new LinkSettings(
                connectTimeout,
                commandTimeout,
                probeInterval,
                probeTimeout,
                firstRetry,
                lastRetry,
                unsubscribeDelay,
                bytes,
                trustedCertificates);
    }

    /** Returns these settings with other trusted certificates. */
    public LinkSettings withTrustedCertificates(Path pem) {
        return new LinkSettings(
                connectTimeout,
                commandTimeout,
                probeInterval,
                probeTimeout,
                firstRetry,
                lastRetry,
                unsubscribeDelay,
                maxWaitingBytes,
                pem);
    }

    private static void requirePositive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, got " + duration);
        }
    }
}
