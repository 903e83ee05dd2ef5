package dev.fanfare.cli.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The stream of server-sent events of one client. Confined to its event loop. */
final class ClientStream extends ChannelInboundHandlerAdapter {
    private static final String EVENTS = "text/event-stream";
    private static final int MAX_LINE = 64 << 20;

    private final BenchClient client;
    private final Dialogue dialogue;
    private final URI url;
    /** The last line, if it is incomplete. */
    private @Nullable ByteBuf tail;

    private ClientStream(BenchClient client, Dialogue dialogue, URI url) {
        this.client = client;
        this.dialogue = dialogue;
        this.url = url;
    }

    static void start(Channel channel, BenchClient client, URI url, Dialogue dialogue) {
        client.attach(channel);
        channel.pipeline().addLast(new HttpClientCodec(), new ClientStream(client, dialogue, url));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var query = url.getRawQuery();
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        var request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.GET, query == null ? path : path + "?" + query);
        request.headers().set(HttpHeaderNames.HOST, url.getAuthority()).set(HttpHeaderNames.ACCEPT, EVENTS);
        context.writeAndFlush(request);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpResponse response) {
                head(response);
            }
            if (message instanceof HttpContent content) {
                client.context().stats.bytes.add(content.content().readableBytes());
                lines(content.content());
            }
            if (message instanceof LastHttpContent) {
                client.fail("the server has ended the stream");
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void head(HttpResponse response) {
        var type = response.headers().get(HttpHeaderNames.CONTENT_TYPE);
        if (response.status().code() != 200) {
            client.fail("stream rejected: HTTP " + response.status());
        } else if (type == null || !type.startsWith(EVENTS)) {
            client.fail("not an event stream: the content type of the response is " + type + ", expected " + EVENTS);
        } else {
            dialogue.opened();
        }
    }

    /** Passes complete lines on and keeps the rest. */
    private void lines(ByteBuf part) {
        var all = tail == null ? part.retain() : Unpooled.wrappedBuffer(tail, part.retain());
        tail = null;
        int last = all.forEachByteDesc(each -> each != '\n');
        try {
            if (last >= 0) {
                dialogue.received(all.readSlice(last + 1 - all.readerIndex()));
            }
            if (all.readableBytes() > MAX_LINE) {
                client.fail("an event of the server exceeds " + MAX_LINE + " bytes");
            } else if (all.isReadable()) {
                tail = all.readBytes(all.readableBytes());
            }
        } finally {
            all.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (tail != null) {
            tail.release();
            tail = null;
        }
        client.closed("connection lost");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        client.closed(ClientConnector.reason(failure));
        context.close();
    }
}
