package dev.fanfare.transport.netty.loop;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;

/** The system interface for socket I/O. */
public enum IoBackend {
    /** The selector of the JDK; available on every platform. */
    NIO,
    /** Linux epoll. */
    EPOLL,
    /** Linux io_uring; requires a recent kernel that permits it. */
    IO_URING;

    /**
     * Returns epoll if it is available, else NIO. io_uring must be selected explicitly: many container runtimes forbid it, and ADR 23
     * states what else prevents it from being the default.
     */
    public static IoBackend best() {
        return EPOLL.isAvailable() ? EPOLL : NIO;
    }

    /** Whether the backend is available on this machine. */
    public boolean isAvailable() {
        return switch (this) {
            case NIO -> true;
            case EPOLL -> Epoll.isAvailable();
            case IO_URING -> IoUring.isAvailable();
        };
    }

    /**
     * Returns this backend.
     *
     * @throws IllegalStateException with the cause, if the backend is not available
     */
    public IoBackend requireAvailable() {
        if (!isAvailable()) {
            throw new IllegalStateException(
                    "the I/O backend " + this + " is not available on this machine: use " + best(),
                    this == EPOLL ? Epoll.unavailabilityCause() : IoUring.unavailabilityCause());
        }
        return this;
    }

    IoHandlerFactory ioHandlerFactory() {
        return switch (this) {
            case NIO -> NioIoHandler.newFactory();
            case EPOLL -> EpollIoHandler.newFactory();
            case IO_URING -> IoUringIoHandler.newFactory();
        };
    }

    /**
     * Limits the unsent bytes in the kernel of each connection. epoll and io_uring limit the bytes that are not sent yet; bytes in
     * flight, which a fast and distant client needs, do not count. NIO can only limit both together, by the size of the send buffer.
     */
    void limitUnsent(ServerBootstrap bootstrap, int bytes) {
        switch (this) {
            case NIO -> bootstrap.childOption(ChannelOption.SO_SNDBUF, bytes);
            case EPOLL -> bootstrap.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) bytes);
            case IO_URING -> bootstrap.childOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, (long) bytes);
        }
    }

    /**
     * Returns the factory of sockets that listen on this address. By default, a socket on 0.0.0.0 accepts IPv6 as well. With io_uring,
     * Netty does not offer a choice, and the transport closes these connections.
     */
    ChannelFactory<ServerChannel> serverChannels(InetSocketAddress address) {
        boolean onlyIpv4 = address.getAddress() instanceof Inet4Address;
        return switch (this) {
            case NIO ->
                onlyIpv4
                        ? () -> new NioServerSocketChannel(SelectorProvider.provider(), SocketProtocolFamily.INET)
                        : NioServerSocketChannel::new;
            case EPOLL ->
                onlyIpv4
                        ? () -> new EpollServerSocketChannel(SocketProtocolFamily.INET)
                        : EpollServerSocketChannel::new;
            case IO_URING -> IoUringServerSocketChannel::new;
        };
    }
}
