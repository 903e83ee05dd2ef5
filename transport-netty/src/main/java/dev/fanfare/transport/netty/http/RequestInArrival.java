package dev.fanfare.transport.netty.http;

import dev.fanfare.core.transport.Headers;
import dev.fanfare.core.transport.HttpRequest;
import dev.fanfare.core.transport.HttpRequest.RequestBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.net.SocketAddress;

/** A request whose head is here and whose body is arriving. Confined to the event loop. */
final class RequestInArrival {
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
