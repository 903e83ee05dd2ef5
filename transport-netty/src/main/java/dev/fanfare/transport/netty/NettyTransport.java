package dev.fanfare.transport.netty;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.concurrent.CountLatch;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.core.transport.Transport;
import dev.fanfare.transport.netty.accept.AcceptFailures;
import dev.fanfare.transport.netty.accept.AcceptedClient;
import dev.fanfare.transport.netty.accept.ConnectionCounts;
import dev.fanfare.transport.netty.accept.ConnectionGate;
import dev.fanfare.transport.netty.accept.ConnectionLimits;
import dev.fanfare.transport.netty.http.HttpConnectionHandler;
import dev.fanfare.transport.netty.http.RequestDecoder;
import dev.fanfare.transport.netty.loop.LoopGroup;
import dev.fanfare.transport.netty.tls.InvalidTlsFileException;
import dev.fanfare.transport.netty.tls.RequiredTlsHandler;
import dev.fanfare.transport.netty.tls.TlsContexts;
import dev.fanfare.transport.netty.tls.TlsReloader;
import dev.fanfare.transport.netty.websocket.WebSockets;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1, streaming responses and WebSocket over sockets. Thread-safe. Methods block and must not be called on an event loop. */
public final class NettyTransport implements Transport {
    /** Exceeds the longest task of a healthy event loop. */
    private static final long STOP_SECONDS = 5;
    /** Connections of operators and backends; more indicate a leak of connections. */
    private static final int MAX_INTERNAL = 10_000;

    private final NettySettings settings;
    private final LoopGroup loops;
    private final WebSockets webSockets;
    private final CountLatch connections = new CountLatch();
    /** Connections that are not, or not yet, WebSockets or streams. */
    private final ChannelGroup requests = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private final MemoryGovernor governor;
    private final ConnectionGate gate;
    private final ConnectionGate internalGate = new ConnectionGate(new ConnectionLimits(MAX_INTERNAL, 0));
    private final AcceptFailures acceptFailures = new AcceptFailures();
    private final @Nullable TlsContexts tls;
    private final @Nullable TlsReloader reloader;
    private final ChannelGroup servers = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /**
     * Creates a transport. Call {@link #listen} to accept connections.
     *
     * @throws InvalidTlsFileException if the certificate or key is not usable
     */
    public NettyTransport(NettySettings settings) {
        this.settings = settings;
        this.governor = new MemoryGovernor(settings.memory());
        this.gate = new ConnectionGate(settings.connections());
        var secure = settings.tls();
        this.tls = secure == null ? null : new TlsContexts(secure);
        this.loops = new LoopGroup(settings.backend(), settings.loops());
        this.reloader = secure == null || tls == null
                ? null
                : new TlsReloader(tls, loops.loops().getFirst(), secure.reloadEvery());
        this.webSockets = new WebSockets(settings.webSocket(), governor);
    }

    @Override
    public String description() {
        return settings.backend().name().toLowerCase(Locale.ROOT) + ", TLS "
                + (tls == null ? "off" : "by " + tls.description());
    }

    @Override
    public MemoryGovernor governor() {
        return governor;
    }

    @Override
    public List<? extends EventLoop> loops() {
        return loops.loops();
    }

    @Override
    public InetSocketAddress listen(InetSocketAddress address, HttpHandler handler) {
        return listen(address, handler, gate);
    }

    @Override
    public InetSocketAddress listenInternal(InetSocketAddress address, HttpHandler handler) {
        return listen(address, handler, internalGate);
    }

    private InetSocketAddress listen(InetSocketAddress address, HttpHandler handler, ConnectionGate entrance) {
        if (address.isUnresolved()) {
            throw new UncheckedIOException(new UnknownHostException("cannot listen on " + address.getHostString() + ":"
                    + address.getPort() + ": the host is unknown; use an address of this machine, or 0.0.0.0 for all"));
        }
        boolean onlyIpv4 = address.getAddress() instanceof Inet4Address;
        var bound = loops.serverBootstrap(address)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (onlyIpv4 && isIpv6(channel)) {
                            channel.close();
                        } else {
                            initialize(channel, handler, entrance);
                        }
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause()));
        }
        bound.channel().pipeline().addLast(acceptFailures);
        servers.add(bound.channel());
        keepProcessAlive(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    /** A socket on 0.0.0.0 accepts IPv6 as well with io_uring. */
    private static boolean isIpv6(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer && peer.getAddress() instanceof Inet6Address;
    }

    /** Loop threads are daemons, so that a program that cannot listen exits. This thread keeps a listening program alive. */
    private static void keepProcessAlive(Channel server) {
        Thread.ofPlatform().name("fanfare-listening").daemon(false).start(server.closeFuture()::syncUninterruptibly);
    }

    @Override
    public Optional<String> fault() {
        return acceptFailures.fault();
    }

    /** Returns the number of failures to accept a connection since the start. */
    public long acceptFailures() {
        return acceptFailures.count();
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
        if (reloader != null) {
            reloader.close();
        }
        loops.shutDown();
        if (tls != null) {
            tls.close();
        }
        webSockets.close();
    }

    /** Returns the numbers of open and refused connections of clients. */
    public ConnectionCounts connections() {
        return gate.counts();
    }

    private void initialize(Channel channel, HttpHandler handler, ConnectionGate entrance) {
        acceptFailures.accepted();
        var ticket = entrance.enter(channel.remoteAddress());
        if (ticket == null) {
            channel.close();
            return;
        }
        AcceptedClient.attach(channel, ticket);
        connections.enter();
        channel.closeFuture().addListener(closed -> {
            ticket.leave();
            connections.leave();
        });
        var http = settings.http();
        requests.add(channel);
        if (tls != null) {
            channel.pipeline().addLast(new RequiredTlsHandler(tls, http.times().handshake()));
        }
        channel.pipeline()
                .addLast(new RequestDecoder(http.limits()))
                .addLast(new HttpResponseEncoder())
                .addLast(new HttpConnectionHandler(loops.of(channel), http, webSockets, handler, requests));
    }
}
