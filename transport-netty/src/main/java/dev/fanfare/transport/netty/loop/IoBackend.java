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

/** How sockets are waited for. */
public enum IoBackend {
    /** The JDK's selector; works everywhere. */
    NIO,
    /** Linux epoll, native. */
    EPOLL,
    /** Linux io_uring, native; needs a recent kernel that permits it. */
    IO_URING;

    /** Epoll where it works, else NIO. io_uring has to be asked for: many container run-times forbid it. */
    public static IoBackend best() {
        return EPOLL.isAvailable() ? EPOLL : NIO;
    }

    /** True when it works on this machine. */
    public boolean isAvailable() {
        return switch (this) {
            case NIO -> true;
            case EPOLL -> Epoll.isAvailable();
            case IO_URING -> IoUring.isAvailable();
        };
    }

    /**
     * Returns this backend when it works here.
     *
     * @throws IllegalStateException with the cause when it does not
     */
    public IoBackend requireAvailable() {
        if (!isAvailable()) {
            throw new IllegalStateException(
                    "the " + this + " backend does not work on this machine; use " + best() + " instead",
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
