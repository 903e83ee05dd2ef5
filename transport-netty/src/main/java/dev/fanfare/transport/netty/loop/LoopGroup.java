package dev.fanfare.transport.netty.loop;

import dev.fanfare.core.transport.Connection;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.net.InetSocketAddress;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A group of event loops on one backend. Thread-safe. */
public final class LoopGroup {
    /**
     * Limits the bytes that Netty holds per connection; the rest waits in the outbox of the session, which is accounted for. A
     * connection is writable again when everything is passed to the kernel, because the rest of a buffer holds the whole buffer.
     */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(1, Connection.MAX_UNCOUNTED_BYTES);

    /**
     * Limits the bytes of a connection that the kernel has accepted and not sent, so that a client that reads again soon receives
     * current data. See RESULTS.md for the measurement.
     */
    private static final int UNSENT_BYTES = 64 * 1024;

    /** How long shutdown waits for running tasks. */
    private static final long GRACE_SECONDS = 5;

    private final IoBackend backend;
    private final PooledByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private final EventLoopGroup group;
    private final Map<ThreadAwareExecutor, IoHandler> handlers = new ConcurrentHashMap<>();
    private final IdentityHashMap<EventExecutor, NettyEventLoop> loops = new IdentityHashMap<>();

    public LoopGroup(IoBackend backend, int size) {
        this.backend = backend.requireAvailable();
        this.group = new MultiThreadIoEventLoopGroup(size, new NettyLoopThread.Factory(), newHandlers()) {
            @Override
            protected IoEventLoop newChild(Executor executor, IoHandlerFactory factory, Object... args) {
                return new QuantumEventLoop(this, executor, factory);
            }
        };
        group.forEach(
                executor -> loops.put(executor, new NettyEventLoop((io.netty.channel.EventLoop) executor, allocator)));
    }

    /** Returns the factory of the backend, which records the handler of each loop. */
    private IoHandlerFactory newHandlers() {
        var factory = backend.ioHandlerFactory();
        return loop -> {
            var handler = factory.newHandler(loop);
            handlers.put(loop, handler);
            return handler;
        };
    }

    /** Returns the loops of the group. */
    public List<NettyEventLoop> loops() {
        return List.copyOf(loops.values());
    }

    /** Returns the loop that owns the channel. */
    public NettyEventLoop of(Channel channel) {
        var loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalArgumentException(channel + " belongs to another loop group");
        }
        return loop;
    }

    /** Creates a bootstrap for a server on this address, whose connections run on these loops. */
    public ServerBootstrap serverBootstrap(InetSocketAddress address) {
        var bootstrap = new ServerBootstrap()
                .group(group)
                .channelFactory(backend.serverChannels(address))
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        backend.limitUnsent(bootstrap, UNSENT_BYTES);
        return bootstrap;
    }

    /** Closes all connections, ends the threads, and waits for them for up to 10 seconds. Idempotent. */
    public void shutDown() {
        // A loop closes its connections when it ends, unless the shutdown begins between two particular steps of the
        // loop.
        if (!group.isShuttingDown()) {
            handlers.forEach((loop, handler) -> loop.execute(handler::prepareToDestroy));
        }
        group.shutdownGracefully(0, GRACE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(2 * GRACE_SECONDS, TimeUnit.SECONDS);
    }
}
