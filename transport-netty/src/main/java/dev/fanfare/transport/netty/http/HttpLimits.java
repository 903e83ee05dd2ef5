package dev.fanfare.transport.netty.http;

/**
 * How much a client may ask. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param maxLineBytes longest request line; more is answered 414
 * @param maxHeaderBytes all header fields together; more is answered 431
 * @param maxHeaders number of header fields; more is answered 431
 * @param maxBodyBytes longest body; more is answered 413
 * @param maxRequests requests on one connection; the last of them is answered with {@code Connection: close}
 */
public record HttpLimits(int maxLineBytes, int maxHeaderBytes, int maxHeaders, int maxBodyBytes, int maxRequests) {
    /** 8 KiB, 16 KiB, 100 fields, 1 MiB, 1,000 requests. */
    public static final HttpLimits DEFAULTS = new HttpLimits(8 * 1024, 16 * 1024, 100, 1 << 20, 1_000);

    public HttpLimits {
        if (maxLineBytes < 1 || maxHeaderBytes < 1 || maxHeaders < 1 || maxBodyBytes < 0 || maxRequests < 1) {
            throw new IllegalArgumentException("limits are positive, not maxLineBytes=" + maxLineBytes
                    + ", maxHeaderBytes=" + maxHeaderBytes + ", maxHeaders=" + maxHeaders + ", maxBodyBytes="
                    + maxBodyBytes + ", maxRequests=" + maxRequests);
        }
    }
}
