package dev.fanfare.transport.netty.http;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.transport.netty.websocket.OpeningHandshake;
import dev.fanfare.transport.netty.websocket.OpeningHandshake.Fault;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The head of a request, and what it announces about the body. Confined to the connection's event loop. */
final class RequestHead {
    /** The length of a chunked body. */
    static final long UNKNOWN_LENGTH = -1;

    private final io.netty.handler.codec.http.HttpRequest head;
    private final @Nullable RequestTarget target;
    private final Headers headers;

    RequestHead(io.netty.handler.codec.http.HttpRequest head) {
        this.head = head;
        this.target = RequestTarget.parse(head.method().name(), head.uri()).orElse(null);
        this.headers = headers(head, target == null ? null : target.authority());
    }

    /** Returns the length of the body in bytes; {@link #UNKNOWN_LENGTH} if it is chunked. */
    long bodyLength() {
        return HttpUtil.isTransferEncodingChunked(head) ? UNKNOWN_LENGTH : HttpUtil.getContentLength(head, 0L);
    }

    /** Returns the first error in the head; null if there is none. */
    @Nullable
    Fault fault() {
        if (target == null) {
            return new Fault(400, "the request target must be a path or an http or https URI");
        }
        var hosts = head.headers().getAll(HttpHeaderNames.HOST);
        // RFC 9112, 3.2: exactly one valid Host; optional in HTTP/1.0.
        if (hosts.size() != 1 && !(hosts.isEmpty() && isHttp10())) {
            return new Fault(400, "exactly one Host header is required");
        }
        if (!hosts.isEmpty() && !RequestTarget.isHost(hosts.getFirst())) {
            return new Fault(400, "the Host header is malformed: expected host or host:port");
        }
        if (hasExpectation() && !expectsContinue()) {
            return new Fault(417, "the expectation is not supported: only 100-continue is");
        }
        return handshakeFault();
    }

    /** Whether the client waits for status 100 before it sends the body (RFC 9110, 10.1.1). */
    boolean waitsForContinue() {
        return hasExpectation() && bodyLength() != 0;
    }

    /** Whether the target is the server as a whole (RFC 9112, 3.2.4). */
    boolean targetsServer() {
        return target != null && target.isServer();
    }

    /** RFC 9110, 10.1.1: an expectation in HTTP/1.0 is ignored. */
    private boolean hasExpectation() {
        return head.headers().contains(HttpHeaderNames.EXPECT) && !isHttp10();
    }

    private boolean expectsContinue() {
        var expectations = head.headers().getAll(HttpHeaderNames.EXPECT);
        return expectations.size() == 1 && HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectations.getFirst());
    }

    private @Nullable Fault handshakeFault() {
        if (!OpeningHandshake.isRequested(headers)) {
            return null;
        }
        // RFC 6455, 4.2.1: HTTP/1.1 or higher.
        if (isHttp10()) {
            return new Fault(400, "a WebSocket handshake requires HTTP/1.1");
        }
        var fault = OpeningHandshake.fault(head.method().name(), headers);
        // The bytes after a handshake are frames.
        return fault == null && bodyLength() != 0
                ? new Fault(400, "a WebSocket handshake must not have a body")
                : fault;
    }

    /** Whether the client does not support chunked encoding (RFC 9112, 7.1). */
    boolean isHttp10() {
        return head.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
    }

    boolean keepAlive() {
        return HttpUtil.isKeepAlive(head);
    }

    HttpRequest toRequest(SocketAddress remoteAddress) {
        var pointed = Objects.requireNonNull(target, "valid if fault() is null");
        return new HttpRequest(head.method().name(), pointed.path(), pointed.query(), headers, remoteAddress);
    }

    /** RFC 9112, 3.2.2: the authority of an absolute target replaces the Host field. */
    private static Headers headers(io.netty.handler.codec.http.HttpRequest head, @Nullable String authority) {
        var headers = new Headers.Builder();
        head.headers().forEach(field -> {
            boolean replaced = field.getKey().equalsIgnoreCase("host");
            headers.add(field.getKey(), replaced && authority != null ? authority : field.getValue());
        });
        return headers.build();
    }
}
