package dev.fanfare.cli.bench;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;

/** The WebSocket of one client. Confined to its event loop. */
final class ClientSocket extends ChannelInboundHandlerAdapter {
    private static final int MAX_RESPONSE = 64 << 10;
    private static final int MAX_MESSAGE = 64 << 20;
    private static final String PROTOBUF = "centrifuge-protobuf";

    private final BenchClient client;
    private final Dialogue dialogue;

    private ClientSocket(BenchClient client, Dialogue dialogue) {
        this.client = client;
        this.dialogue = dialogue;
    }

    /** Adds the handlers of a client to its new connection; returns its dialogue. */
    static Dialogue start(Channel channel, BenchClient client, URI url, boolean raw, long timeoutMillis) {
        client.attach(channel);
        var protobuf = !raw && client.context().plan.protocol() == BenchPlan.Protocol.PROTOBUF;
        var dialogue = raw
                ? new RawDialogue(client)
                : protobuf
                        ? new ProtobufDialogue(client)
                        : new JsonDialogue(client, lines -> send(client, lines), r -> {});
        var config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(url)
                .version(WebSocketVersion.V13)
                .subprotocol(protobuf ? PROTOBUF : null)
                .maxFramePayloadLength(MAX_MESSAGE)
                .handleCloseFrames(false)
                .withUTF8Validator(false)
                .handshakeTimeoutMillis(timeoutMillis)
                .customHeaders(new DefaultHttpHeaders())
                .build();
        channel.pipeline()
                .addLast(
                        new HttpClientCodec(),
                        new HttpObjectAggregator(MAX_RESPONSE),
                        new WebSocketClientProtocolHandler(config),
                        new WebSocketFrameAggregator(MAX_MESSAGE),
                        new ClientSocket(client, dialogue));
        return dialogue;
    }

    private static void send(BenchClient client, String lines) {
        client.channel().writeAndFlush(new TextWebSocketFrame(lines));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            dialogue.opened();
        } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
            client.fail("no response to the handshake");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof CloseWebSocketFrame close) {
                client.closed("closed by the server: " + close.statusCode() + " " + close.reasonText());
                context.close();
            } else if (message instanceof WebSocketFrame frame) {
                client.context().stats.bytes.add(frame.content().readableBytes());
                dialogue.received(frame.content());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        client.closed("connection lost");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof WebSocketClientHandshakeException rejected && rejected.response() != null) {
            client.closed("handshake rejected: HTTP " + rejected.response().status());
        } else {
            client.closed(ClientConnector.reason(failure));
        }
        context.close();
    }
}
