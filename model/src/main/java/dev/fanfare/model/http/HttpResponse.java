package dev.fanfare.model.http;

import java.nio.charset.StandardCharsets;

/** A whole HTTP response. Immutable; the transport adds length, date and connection fields. */
public final class HttpResponse {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final int status;
    private final Headers headers;
    private final byte[] body;

    private HttpResponse(int status, Headers headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** A response of these bytes, which nobody may change from now on. */
    public static HttpResponse of(int status, String contentType, byte[] body) {
        return of(status, Headers.of("content-type", contentType), body);
    }

    /** A response of these fields and bytes, which nobody may change from now on. */
    public static HttpResponse of(int status, Headers headers, byte[] body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("a final HTTP status is 200 to 599, not " + status);
        }
        return new HttpResponse(status, headers, body);
    }

    /**
     * Stands for the 101 that a handshake may get (RFC 6455, 4.2.2), while it is not decided: carries fields to add to it.
     * No transport writes it.
     */
    public static HttpResponse switchingProtocols() {
        return new HttpResponse(SWITCHING_PROTOCOLS, Headers.empty(), new byte[0]);
    }

    /** A response of plain text; the usual shape of an error. */
    public static HttpResponse text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same response with one more header field. */
    public HttpResponse with(String name, String value) {
        return new HttpResponse(status, headers.with(name, value), body);
    }

    /** The same response with these header fields behind its own. */
    public HttpResponse withAll(Headers fields) {
        return new HttpResponse(status, headers.withAll(fields), body);
    }

    /** True for the mark that {@link #switchingProtocols} makes. */
    public boolean isSwitchingProtocols() {
        return status == SWITCHING_PROTOCOLS;
    }

    public int status() {
        return status;
    }

    public Headers headers() {
        return headers;
    }

    /** The bytes themselves, not a copy: read only. */
    public byte[] body() {
        return body;
    }
}
