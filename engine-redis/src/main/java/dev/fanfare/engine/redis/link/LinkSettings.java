package dev.fanfare.engine.redis.link;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Time limits and bounds of the connections. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param connectTimeout how long the network may take to open a connection
 * @param commandTimeout how long a command may go without its answer; then the connection counts as broken
 * @param probeInterval how often a message is sent through Pub/Sub to this node itself
 * @param probeTimeout how long that message may take; then the connection counts as broken
 * @param firstRetry how long to wait, at most, before the first attempt to connect again; doubled for each further one
 * @param lastRetry the longest wait between two attempts
 * @param unsubscribeDelay how long a channel stays subscribed that nobody wants any more
 * @param maxWaitingBytes bound of what waits for answers; more is refused
 * @param trustedCertificates a file of certificates in PEM that servers with TLS are trusted by; null for those of Java
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
    /** Connections open within 2 s and answer within 3 s; a probe every 2 s; retries after 0.1 to 5 s; 64 MiB. */
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
                    "lastRetry is at least firstRetry, " + firstRetry + ", not " + lastRetry);
        }
        if (unsubscribeDelay.isNegative()) {
            throw new IllegalArgumentException("unsubscribeDelay is zero or more, not " + unsubscribeDelay);
        }
        if (maxWaitingBytes < 1) {
            throw new IllegalArgumentException("maxWaitingBytes is 1 or more, not " + maxWaitingBytes);
        }
    }

    /** The same settings with other limits for an answer and for a probe. */
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

    /** The same settings with another delay of unsubscribes. */
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

    /** The same settings with another bound of what waits. */
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

    /** The same settings with certificates of one's own. */
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
            throw new IllegalArgumentException(name + " is positive, not " + duration);
        }
    }
}
