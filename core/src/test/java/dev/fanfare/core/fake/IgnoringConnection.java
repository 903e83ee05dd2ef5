package dev.fanfare.core.fake;

import dev.fanfare.core.budget.MemoryAccount;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.client.CloseReason;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A connection that discards all writes, so that a measurement covers only the path to it. Immutable.
 *
 * @param loop its event loop
 */
public record IgnoringConnection(EventLoop loop) implements Connection {
    private static final SocketAddress PEER = InetSocketAddress.createUnresolved("ignoring.test", 1);
    private static final MemoryAccount MEMORY = MemoryGovernor.unlimited().open(kind -> {});

    @Override
    public Framing framing() {
        return PlainFraming.PLAIN;
    }

    @Override
    public SocketAddress remoteAddress() {
        return PEER;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void write(FrameBatch batch) {}

    @Override
    public MemoryAccount memory() {
        return MEMORY;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close(CloseReason reason) {}
}
