package dev.fanfare.transport.netty.loop;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;

/** The system interface for socket I/O. */
public enum IoBackend {
    /** The selector of the JDK; available on every platform. */
    NIO,
    /** Linux epoll. */
    EPOLL,
    /** Linux io_uring; requires a recent kernel that permits it. */
    IO_URING;

    /** Returns epoll if it is available, else NIO. io_uring must be selected explicitly: many container runtimes forbid it. */
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

    Class<? extends ServerChannel> serverChannel() {
        return switch (this) {
            case NIO -> NioServerSocketChannel.class;
            case EPOLL -> EpollServerSocketChannel.class;
            case IO_URING -> IoUringServerSocketChannel.class;
        };
    }
}
