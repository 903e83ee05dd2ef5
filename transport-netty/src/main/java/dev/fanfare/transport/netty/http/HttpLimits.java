package dev.fanfare.transport.netty.http;

/**
 * Size limits of HTTP requests. Immutable. Start from {@link #DEFAULTS}.
 *
 * @param maxLineBytes longest request line; a longer one gets 414
 * @param maxHeaderBytes total size of the header fields; more gets 431
 * @param maxHeaders maximum number of header fields; more get 431
 * @param maxBodyBytes longest body of a route without a limit of its own; a longer one gets 413
 * @param maxRequests requests per connection that are not authenticated; the last response has {@code Connection: close}; 0: unlimited
 */
public record HttpLimits(int maxLineBytes, int maxHeaderBytes, int maxHeaders, int maxBodyBytes, int maxRequests) {
    /** 8 KiB, 16 KiB, 100 fields, 1 MiB, 1,000 requests. */
    public static final HttpLimits DEFAULTS = new HttpLimits(8 * 1024, 16 * 1024, 100, 1 << 20, 1_000);

    public HttpLimits {
        if (maxLineBytes < 1 || maxHeaderBytes < 1 || maxHeaders < 1 || maxBodyBytes < 0 || maxRequests < 0) {
            throw new IllegalArgumentException(
                    "limits must be at least 1, maxBodyBytes and maxRequests at least 0; got maxLineBytes="
                            + maxLineBytes
                            + ", maxHeaderBytes=" + maxHeaderBytes + ", maxHeaders=" + maxHeaders + ", maxBodyBytes="
                            + maxBodyBytes + ", maxRequests=" + maxRequests);
        }
    }

    /** Returns a copy with another length of bodies. */
    public HttpLimits withMaxBodyBytes(int bytes) {
        return new HttpLimits(maxLineBytes, maxHeaderBytes, maxHeaders, bytes, maxRequests);
    }

    /** Returns a copy with another number of requests per connection; 0: unlimited. */
    public HttpLimits withMaxRequests(int requests) {
        return new HttpLimits(maxLineBytes, maxHeaderBytes, maxHeaders, maxBodyBytes, requests);
    }
}
