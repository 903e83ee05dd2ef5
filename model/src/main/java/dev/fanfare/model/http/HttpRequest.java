package dev.fanfare.model.http;

import java.net.SocketAddress;

/**
 * A whole HTTP request. Immutable.
 *
 * @param method in upper case, as sent
 * @param path the path as sent, still percent-encoded, without query
 * @param query what follows the question mark, still percent-encoded; empty when there is none
 * @param headers the header fields
 * @param body the body, bounded by the transport's limit; empty when there is none
 * @param remoteAddress the peer
 */
public record HttpRequest(
        String method, String path, String query, Headers headers, RequestBody body, SocketAddress remoteAddress) {
    /** Bytes of a body. Immutable: read only. */
    public static final class RequestBody {
        private static final RequestBody EMPTY = new RequestBody(new byte[0]);
        private final byte[] bytes;

        private RequestBody(byte[] bytes) {
            this.bytes = bytes;
        }

        /** A body of these bytes, which nobody may change from now on. */
        public static RequestBody of(byte[] bytes) {
            return bytes.length == 0 ? EMPTY : new RequestBody(bytes);
        }

        /** The bytes themselves, not a copy. */
        public byte[] bytes() {
            return bytes;
        }
    }
}
