package dev.fanfare.model.http;

import java.net.SocketAddress;

/**
 * A complete HTTP request. Immutable.
 *
 * @param method the method as sent, in upper case
 * @param path the path as sent, percent-encoded, without the query
 * @param query the part after the question mark, percent-encoded; empty if there is none
 * @param headers the header fields
 * @param body the body, bounded by the transport's limit; empty if there is none
 * @param remoteAddress address of the peer
 */
public record HttpRequest(
        String method, String path, String query, Headers headers, RequestBody body, SocketAddress remoteAddress) {
    /** The bytes of a body. Immutable. */
    public static final class RequestBody {
        private static final RequestBody EMPTY = new RequestBody(new byte[0]);
        private final byte[] bytes;

        private RequestBody(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Creates a body of these bytes; the caller must not modify them afterwards. */
        public static RequestBody of(byte[] bytes) {
            return bytes.length == 0 ? EMPTY : new RequestBody(bytes);
        }

        /** Returns the bytes without copying them; callers must not modify them. */
        public byte[] bytes() {
            return bytes;
        }
    }
}
