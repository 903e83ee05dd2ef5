package dev.fanfare.model.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response: complete, or with a body that is sent while it is created. Immutable. The transport adds the length, date and
 * connection fields.
 */
public final class HttpResponse {
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final byte[] NO_BYTES = {};

    private final int status;
    private final Headers headers;
    private final byte[] body;
    private final @Nullable FilePart file;
    private final @Nullable StreamedBody stream;

    private HttpResponse(int status, Headers headers, byte[] body) {
        this(status, headers, body, null, null);
    }

    private HttpResponse(
            int status, Headers headers, byte[] body, @Nullable FilePart file, @Nullable StreamedBody stream) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.file = file;
        this.stream = stream;
    }

    /** Creates a response with a content type; the caller must not modify the bytes afterwards. */
    public static HttpResponse of(int status, String contentType, byte[] body) {
        return of(status, Headers.of("content-type", contentType), body);
    }

    /** Creates a response with header fields; the caller must not modify the bytes afterwards. */
    public static HttpResponse of(int status, Headers headers, byte[] body) {
        return new HttpResponse(requireFinal(status), headers, body);
    }

    /**
     * Creates a response whose body is part of a file. The transport sends the bytes without holding them in memory. If the
     * file cannot be read when the response is sent, the client gets 404 or 500 instead.
     */
    public static HttpResponse file(int status, Headers headers, FilePart file) {
        return new HttpResponse(requireFinal(status), headers, NO_BYTES, file, null);
    }

    /**
     * Creates a response with a body that is sent while it is created. The connection is closed after it. Only a handler or middleware of
     * an HTTP route can return it.
     */
    public static HttpResponse streamed(int status, Headers headers, StreamedBody stream) {
        return new HttpResponse(requireFinal(status), headers, NO_BYTES, null, stream);
    }

    /**
     * Creates a placeholder for the 101 response to a handshake that is not decided yet (RFC 6455, 4.2.2). It carries
     * the fields to add to that response. No transport writes it.
     */
    public static HttpResponse switchingProtocols() {
        return new HttpResponse(SWITCHING_PROTOCOLS, Headers.empty(), NO_BYTES);
    }

    /** Creates a plain-text response, the usual form of an error. */
    public static HttpResponse text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns this response with one more header field. */
    public HttpResponse with(String name, String value) {
        return new HttpResponse(status, headers.with(name, value), body, file, stream);
    }

    /** Returns this response with more header fields at the end. */
    public HttpResponse withAll(Headers fields) {
        return new HttpResponse(status, headers.withAll(fields), body, file, stream);
    }

    /** Returns true for a placeholder made by {@link #switchingProtocols}. */
    public boolean isSwitchingProtocols() {
        return status == SWITCHING_PROTOCOLS;
    }

    public int status() {
        return status;
    }

    public Headers headers() {
        return headers;
    }

    /**
     * Returns the bytes without copying them; callers must not modify them. Empty if the body is a {@linkplain #file()
     * file} or a {@linkplain #stream() stream}.
     */
    public byte[] body() {
        return body;
    }

    /** Returns the file that is the body; empty if the body consists of {@link #body()}. */
    public Optional<FilePart> file() {
        return Optional.ofNullable(file);
    }

    /** Returns the body that is sent while it is created; empty for a complete response. */
    public Optional<StreamedBody> stream() {
        return Optional.ofNullable(stream);
    }

    /** Returns the number of bytes of the body; 0 for a stream. */
    public long length() {
        return file == null ? body.length : file.length();
    }

    private static int requireFinal(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("an HTTP status must be between 200 and 599, got " + status);
        }
        return status;
    }
}
