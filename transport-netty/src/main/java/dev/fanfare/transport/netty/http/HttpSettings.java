package dev.fanfare.transport.netty.http;

/**
 * Settings of HTTP connections. Immutable. Start from {@link #DEFAULTS}.
 *
 * @param limits size limits of requests
 * @param times time limits
 */
public record HttpSettings(HttpLimits limits, HttpTimes times) {
    public static final HttpSettings DEFAULTS = new HttpSettings(HttpLimits.DEFAULTS, HttpTimes.DEFAULTS);

    /** Returns a copy with these limits. */
    public HttpSettings withLimits(HttpLimits other) {
        return new HttpSettings(other, times);
    }

    /** Returns a copy with these time limits. */
    public HttpSettings withTimes(HttpTimes other) {
        return new HttpSettings(limits, other);
    }
}
