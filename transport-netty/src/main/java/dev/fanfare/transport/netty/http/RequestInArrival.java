package dev.fanfare.transport.netty.http;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpRequest.RequestBody;
import dev.fanfare.transport.netty.websocket.OpeningHandshake;
import dev.fanfare.transport.netty.websocket.OpeningHandshake.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request whose head is here and whose body is arriving. Confined to the event loop. */
final class RequestInArrival {
    private final io.netty.handler.codec.http.HttpRequest head;
    private final @Nullable RequestTarget target;
    private final int maxBodyBytes;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    RequestInArrival(io.netty.handler.codec.http.HttpRequest head, int maxBodyBytes) {
        this.head = head;
        this.target = RequestTarget.parse(head.method().name(), head.uri()).orElse(null);
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Adds a piece of the body; false when it becomes too long. */
    boolean add(ByteBuf piece) {
        if (body.size() + piece.readableBytes() > maxBodyBytes) {
            return false;
        }
        body.writeBytes(ByteBufUtil.getBytes(piece));
        return true;
    }

    /** What is wrong with the head, or null when nothing is. */
    @Nullable
    Fault fault() {
        if (target == null) {
            return new Fault(400, "the request's target is no path");
        }
        var hosts = head.headers().getAll(HttpHeaderNames.HOST);
        // RFC 9112, 3.2: once, and well-formed; HTTP/1.0 may do without.
        if (hosts.size() != 1 && !(hosts.isEmpty() && isHttp10())) {
            return new Fault(400, "exactly one Host header is needed");
        }
        if (!hosts.isEmpty() && !RequestTarget.isHost(hosts.getFirst())) {
            return new Fault(400, "the Host header is no host");
        }
        if (HttpUtil.getContentLength(head, 0L) > maxBodyBytes) {
            return new Fault(413, "the request's body is longer than " + maxBodyBytes + " bytes");
        }
        if (expects() && !asksContinue()) {
            return new Fault(417, "no expectation but 100-continue is known");
        }
        return handshakeFault();
    }

    /** True when the client waits with its body until it is told to go on (RFC 9110, 10.1.1). */
    boolean waitsForContinue() {
        return expects() && (HttpUtil.isTransferEncodingChunked(head) || HttpUtil.getContentLength(head, 0L) > 0);
    }

    /** True for a question to the server as a whole (RFC 9112, 3.2.4). */
    boolean asksServer() {
        return target != null && target.isServer();
    }

    /** RFC 9110, 10.1.1: HTTP/1.0 knows no expectations. */
    private boolean expects() {
        return head.headers().contains(HttpHeaderNames.EXPECT) && !isHttp10();
    }

    private boolean asksContinue() {
        var expectations = head.headers().getAll(HttpHeaderNames.EXPECT);
        return expectations.size() == 1 && HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectations.getFirst());
    }

    private @Nullable Fault handshakeFault() {
        var headers = headers();
        if (!OpeningHandshake.isAsked(headers)) {
            return null;
        }
        // RFC 6455, 4.2.1: HTTP/1.1 or higher.
        return isHttp10()
                ? new Fault(400, "a WebSocket handshake needs HTTP/1.1")
                : OpeningHandshake.fault(head.method().name(), headers);
    }

    /** True for a client that knows no chunks (RFC 9112, 7.1). */
    boolean isHttp10() {
        return head.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
    }

    boolean keepAlive() {
        return HttpUtil.isKeepAlive(head);
    }

    HttpRequest toRequest(SocketAddress remoteAddress) {
        var pointed = Objects.requireNonNull(target, "a target, because there is no fault");
        return new HttpRequest(
                head.method().name(),
                pointed.path(),
                pointed.query(),
                headers(),
                RequestBody.of(body.toByteArray()),
                remoteAddress);
    }

    /** RFC 9112, 3.2.2: an absolute target says which host is meant, whatever the Host field says. */
    private Headers headers() {
        var authority = target == null ? null : target.authority();
        var headers = new Headers.Builder();
        head.headers().forEach(field -> {
            boolean replaced = field.getKey().equalsIgnoreCase("host");
            headers.add(field.getKey(), replaced && authority != null ? authority : field.getValue());
        });
        return headers.build();
    }
}
