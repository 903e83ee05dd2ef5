package dev.fanfare.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures round trips of one client while 16 tasks of a millisecond each repeat on its event loop, for several quanta.
 *
 * The loop is that of the transport, with a variable quantum. RESULTS.md names the command.
 */
final class LoopQuantum {
    private static final Logger LOG = LoggerFactory.getLogger(LoopQuantum.class);
    private static final long RUN_NANOS = 5_000_000_000L;
    private static volatile boolean over;

    private static final class Loop extends SingleThreadIoEventLoop {
        private final long quantumNanos;
        private final boolean checksEachTask;
        private boolean limited;
        private long began;

        Loop(IoEventLoopGroup group, Executor executor, IoHandlerFactory factory, long millis, boolean checksEachTask) {
            super(group, executor, factory, DEFAULT_MAX_PENDING_TASKS, RejectedExecutionHandlers.reject(), millis);
            this.quantumNanos = TimeUnit.MILLISECONDS.toNanos(millis);
            this.checksEachTask = checksEachTask;
        }

        @Override
        protected boolean runAllTasks(long timeoutNanos) {
            limited = checksEachTask;
            began = System.nanoTime();
            try {
                return super.runAllTasks(timeoutNanos);
            } finally {
                limited = false;
            }
        }

        @Override
        protected @Nullable Runnable pollTask() {
            return limited && System.nanoTime() - began > quantumNanos ? null : super.pollTask();
        }
    }

    public static void main(String[] args) throws Exception {
        for (long millis : new long[] {1000, 100, 4}) {
            measure(millis, false);
        }
        for (long millis : new long[] {10, 4, 2}) {
            measure(millis, true);
        }
    }

    private static void measure(long millis, boolean checksEachTask) throws Exception {
        over = false;
        var factory = EpollIoHandler.newFactory();
        var group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("quantum", true), factory) {
            @Override
            protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... more) {
                return new Loop(this, executor, handlers, millis, checksEachTask);
            }
        };
        var server = new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Echo());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        var slices = new AtomicLong();
        var nanos = new ArrayList<Long>();
        try (var socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(server.localAddress());
            for (int i = 0; i < 16; i++) {
                repeat(group.next(), slices);
            }
            long start = System.nanoTime();
            while (System.nanoTime() - start < RUN_NANOS) {
                long sent = System.nanoTime();
                socket.getOutputStream().write(1);
                socket.getInputStream().read();
                nanos.add(System.nanoTime() - sent);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
            }
        }
        over = true;
        nanos.sort(null);
        LOG.info(
                "Quantum {} ms, {}: p50 {} us, p99 {} us, {} tasks",
                millis,
                checksEachTask ? "checked at each task" : "Netty's check",
                nanos.get(nanos.size() / 2) / 1000,
                nanos.get(nanos.size() * 99 / 100) / 1000,
                slices.get());
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private static void repeat(Executor loop, AtomicLong slices) {
        loop.execute(() -> {
            long start = System.nanoTime();
            while (System.nanoTime() - start < 1_000_000) {
                Thread.onSpinWait();
            }
            slices.incrementAndGet();
            if (!over) {
                repeat(loop, slices);
            }
        });
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
        }
    }
}
