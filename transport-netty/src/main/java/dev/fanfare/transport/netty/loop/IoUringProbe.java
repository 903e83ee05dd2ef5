package dev.fanfare.transport.netty.loop;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Determines whether io_uring works: a byte must return through a connection on the loopback interface. Kernels and container
 * runtimes can permit the ring and forbid or break an operation on sockets.
 */
final class IoUringProbe {
    private static final long TIMEOUT_MILLIS = 10_000;

    private IoUringProbe() {}

    /** Returns why io_uring does not work; empty if it works. Blocks for up to 10 seconds. */
    static Optional<String> fault() {
        if (!IoUring.isAvailable()) {
            return Optional.of(IoUring.unavailabilityCause().toString());
        }
        if (!IoUring.isRecvMultishotEnabled()) {
            return Optional.of("the kernel is older than Linux 6.0");
        }
        var group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("fanfare-io-probe", true), IoUringIoHandler.newFactory());
        try {
            echo(group).orTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).join();
            return Optional.empty();
        } catch (RuntimeException failure) {
            var cause = failure.getCause() == null ? failure : failure.getCause();
            return Optional.of("a connection on the loopback interface failed: " + cause);
        } finally {
            group.shutdownGracefully(0, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static CompletableFuture<Void> echo(EventLoopGroup group) {
        var received = new CompletableFuture<Void>();
        new ServerBootstrap()
                .group(group)
                .channel(IoUringServerSocketChannel.class)
                .childHandler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object message) {
                        ctx.writeAndFlush(message);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addListener((ChannelFuture bound) -> {
                    if (bound.isSuccess()) {
                        connect(group, (InetSocketAddress) bound.channel().localAddress(), received);
                    } else {
                        received.completeExceptionally(bound.cause());
                    }
                });
        return received;
    }

    private static void connect(EventLoopGroup group, InetSocketAddress server, CompletableFuture<Void> received) {
        new Bootstrap()
                .group(group)
                .channel(IoUringSocketChannel.class)
                .handler(new SimpleChannelInboundHandler<ByteBuf>() {
                    @Override
                    public void channelActive(ChannelHandlerContext ctx) {
                        ctx.writeAndFlush(Unpooled.wrappedBuffer(new byte[1]));
                    }

                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
                        received.complete(null);
                    }
                })
                .connect(server)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        received.completeExceptionally(connected.cause());
                    }
                });
    }
}
