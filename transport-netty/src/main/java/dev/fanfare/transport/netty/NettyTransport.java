package dev.fanfare.transport.netty;

import dev.fanfare.core.concurrent.CountLatch;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.core.transport.Transport;
import dev.fanfare.transport.netty.http.HttpConnectionHandler;
import dev.fanfare.transport.netty.http.RequestDecoder;
import dev.fanfare.transport.netty.loop.LoopGroup;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** HTTP/1.1 and WebSocket over sockets. Thread-safe; its methods block and are not for event loops. */
public final class NettyTransport implements Transport {
    /** Longer than any event loop is busy, unless it is stuck; then nobody shall hang on it. */
    private static final long STOP_SECONDS = 5;

    private final NettySettings settings;
    private final LoopGroup loops;
    private final CountLatch connections = new CountLatch();
    /** Connections that are no WebSocket, or not yet. */
    private final ChannelGroup requests = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private final ChannelGroup servers = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    public NettyTransport(NettySettings settings) {
        this.settings = settings;
        this.loops = new LoopGroup(settings.backend(), settings.loops());
    }

    @Override
    public List<? extends EventLoop> loops() {
        return loops.loops();
    }

    @Override
    public InetSocketAddress listen(InetSocketAddress address, HttpHandler handler) {
        var bound = loops.serverBootstrap()
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        initialize(channel, handler);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(new IOException(
                    "can't listen on " + address + ": " + bound.cause().getMessage(), bound.cause()));
        }
        servers.add(bound.channel());
        keepProcessAlive(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    /** The loops' threads are daemons, so that a program that can't listen ends; one that listens goes on. */
    private static void keepProcessAlive(Channel server) {
        Thread.ofPlatform().name("fanfare-listening").daemon(false).start(server.closeFuture()::syncUninterruptibly);
    }

    @Override
    public void stopListening() {
        servers.close().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        requests.forEach(
                channel -> channel.pipeline().fireUserEventTriggered(HttpConnectionHandler.Event.LAST_REQUEST));
    }

    @Override
    public boolean awaitClosed(Duration time) {
        return connections.awaitZero(time);
    }

    @Override
    public void close() {
        stopListening();
        loops.shutDown();
    }

    private void initialize(Channel channel, HttpHandler handler) {
        connections.enter();
        channel.closeFuture().addListener(closed -> connections.leave());
        var http = settings.http();
        requests.add(channel);
        channel.pipeline()
                .addLast(new RequestDecoder(http.limits()))
                .addLast(new HttpResponseEncoder())
                .addLast(new HttpConnectionHandler(loops.of(channel), http, settings.webSocket(), handler, requests));
    }
}
