package dev.fanfare.transport.netty.http;

import dev.fanfare.core.transport.Headers;
import dev.fanfare.core.transport.HttpRequest;
import dev.fanfare.core.transport.HttpRequest.RequestBody;
import dev.fanfare.transport.netty.websocket.OpeningHandshake;
import dev.fanfare.transport.netty.websocket.OpeningHandshake.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A request whose head is here and whose body is arriving. Confined to the event loop. */
final class RequestInArrival {
    private static final char DELETE = 0x7F;

    private final io.netty.handler.codec.http.HttpRequest head;
    private final int maxBodyBytes;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    RequestInArrival(io.netty.handler.codec.http.HttpRequest head, int maxBodyBytes) {
        this.head = head;
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

    /**
     * False when the target is anything but a path of visible characters (RFC 9112, 3.2.1): what does not begin with a
     * slash is no path to the one who checks it and may be one to the one who serves it.
     */
    boolean hasLawfulTarget() {
        var target = head.uri();
        return target.startsWith("/") && target.chars().allMatch(c -> c > ' ' && c != DELETE);
    }

    /** False when it names no host, or several (RFC 9112, 3.2). HTTP/1.0 knows none. */
    boolean namesItsHost() {
        return head.headers().getAll(HttpHeaderNames.HOST).size() == 1
                || head.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
    }

    /** What is wrong with the request as a WebSocket handshake, or null when nothing is, or it is to be none. */
    @Nullable
    Fault handshakeFault(HttpRequest request) {
        if (!OpeningHandshake.isAsked(request.headers())) {
            return null;
        }
        // RFC 6455, 4.2.1: HTTP/1.1 or higher.
        return head.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0
                ? new Fault(400, "a WebSocket handshake needs HTTP/1.1")
                : OpeningHandshake.fault(request.method(), request.headers());
    }

    boolean keepAlive() {
        return HttpUtil.isKeepAlive(head);
    }

    HttpRequest toRequest(SocketAddress remoteAddress) {
        var target = head.uri();
        int mark = target.indexOf('?');
        var headers = new Headers.Builder();
        head.headers().forEach(field -> headers.add(field.getKey(), field.getValue()));
        return new HttpRequest(
                head.method().name(),
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                headers.build(),
                RequestBody.of(body.toByteArray()),
                remoteAddress);
    }
}
