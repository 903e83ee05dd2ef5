package dev.fanfare.transport.netty.accept;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts connections, and lets no more in than there may be. Thread-safe. */
public final class ConnectionGate {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionGate.class);
    /** One subscriber commonly has a network of this size (RFC 6177). */
    private static final int NETWORK_BYTES = 8;

    private final ConnectionLimits limits;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<Object, Integer> openOfAddress = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();
    private final LongAdder refusedOfAddress = new LongAdder();
    private final AtomicBoolean told = new AtomicBoolean();

    public ConnectionGate(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** True when the connection may stay; then {@link #leave} is called once with the same address. */
    public boolean enter(SocketAddress peer) {
        int others = open.getAndIncrement();
        if (limits.maxConnections() > 0 && others >= limits.maxConnections()) {
            open.decrementAndGet();
            refused.increment();
            tell("there are as many connections as there may be, " + limits.maxConnections());
            return false;
        }
        if (limits.maxPerAddress() > 0 && !enterOfAddress(key(peer))) {
            open.decrementAndGet();
            refusedOfAddress.increment();
            tell("there are as many connections of " + peer + " as there may be, " + limits.maxPerAddress());
            return false;
        }
        return true;
    }

    /** A connection that was let in has ended. */
    public void leave(SocketAddress peer) {
        open.decrementAndGet();
        if (limits.maxPerAddress() > 0) {
            openOfAddress.computeIfPresent(key(peer), (key, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** What was counted until now. */
    public ConnectionCounts counts() {
        return new ConnectionCounts(open.get(), refused.sum(), refusedOfAddress.sum());
    }

    private boolean enterOfAddress(Object key) {
        int count = openOfAddress.merge(key, 1, Integer::sum);
        if (count > limits.maxPerAddress()) {
            openOfAddress.computeIfPresent(key, (same, counted) -> counted > 1 ? counted - 1 : null);
            return false;
        }
        return true;
    }

    /** The address without its port, of IPv6 the network. */
    private static Object key(SocketAddress peer) {
        var address = peer instanceof InetSocketAddress socket ? socket.getAddress() : null;
        if (address == null) {
            return String.valueOf(peer);
        }
        return address instanceof Inet6Address ? ByteBuffer.wrap(address.getAddress(), 0, NETWORK_BYTES) : address;
    }

    /** Once: under attack it happens often. */
    private void tell(String why) {
        if (!told.getAndSet(true)) {
            LOG.warn("a connection is closed, and others will be without a word: {}", why);
        }
    }
}
