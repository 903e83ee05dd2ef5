package dev.fanfare.cli.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** The event loops of the clients, and their connections. Thread-safe. */
final class ClientConnector implements AutoCloseable {
    /** The local ports of one address do not suffice for more connections. */
    private static final int PER_ADDRESS = 20_000;

    private static final Pattern NATIVE_CALL = Pattern.compile("^\\S+ failed with error\\(-?\\d+\\): ");

    private final MultiThreadIoEventLoopGroup group;
    private final List<EventLoop> loops = new ArrayList<>();
    private final boolean epoll = Epoll.isAvailable();
    private final SSLContext tls;
    private final int timeoutMillis;

    ClientConnector(int threads, SSLContext tls, Duration timeout) {
        this.tls = tls;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
        group = new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory("bench", true),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        group.forEach(loop -> loops.add((EventLoop) loop));
    }

    /** The event loop of a client or publisher. */
    EventLoop loop(int index) {
        return loops.get(index % loops.size());
    }

    List<EventLoop> loops() {
        return loops;
    }

    long timeoutMillis() {
        return timeoutMillis;
    }

    /**
     * Connects.
     *
     * @param index selects the event loop and, for many connections, the local address
     * @param failed receives the reason if the server cannot be reached; called on the event loop
     */
    void connect(int index, Target target, Consumer<Channel> pipeline, Consumer<String> failed) {
        var bootstrap = new Bootstrap()
                .group(loop(index))
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (target.isSecure()) {
                            channel.pipeline().addLast(tls(target));
                        }
                        pipeline.accept(channel);
                    }
                });
        var address = target.address();
        var connecting = index < PER_ADDRESS || !address.getAddress().isLoopbackAddress()
                ? bootstrap.connect(address)
                : bootstrap.connect(address, local(index));
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                failed.accept("cannot connect: " + reason(done.cause()));
            }
        });
    }

    private SslHandler tls(Target target) {
        var address = target.address();
        var engine = tls.createSSLEngine(target.of(0, "channel").getHost(), address.getPort());
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
    }

    private static InetSocketAddress local(int index) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + index / PER_ADDRESS)}), 0);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A short text for a failure; failures with one cause have equal texts. */
    static String reason(Throwable failure) {
        var message = failure.getMessage();
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        var text = NATIVE_CALL.matcher(message).replaceFirst("");
        int address = text.indexOf(": /");
        return address > 0 ? text.substring(0, address) : text;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
