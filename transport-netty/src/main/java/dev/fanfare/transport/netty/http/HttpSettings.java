package dev.fanfare.transport.netty.http;

/**
 * Limits of an HTTP connection. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param limits how much a client may ask
 * @param times how long things may take
 */
public record HttpSettings(HttpLimits limits, HttpTimes times) {
    public static final HttpSettings DEFAULTS = new HttpSettings(HttpLimits.DEFAULTS, HttpTimes.DEFAULTS);

    /** The same settings with other limits. */
    public HttpSettings withLimits(HttpLimits other) {
        return new HttpSettings(other, times);
    }

    /** The same settings with other times. */
    public HttpSettings withTimes(HttpTimes other) {
        return new HttpSettings(limits, other);
    }
}
