package dev.fanfare.transport.netty.accept;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts connections and enforces their limits. Thread-safe. */
public final class ConnectionGate {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionGate.class);
    /** One site commonly has an IPv6 network of this size (RFC 6177). */
    private static final int NETWORK_BYTES = 8;

    private final ConnectionLimits limits;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<Object, Integer> openOfAddress = new ConcurrentHashMap<>();
    private final AtomicInteger unauthenticated = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final LongAdder refusedUnauthenticated = new LongAdder();
    private final LongAdder refusedOfAddress = new LongAdder();
    private final AtomicBoolean warned = new AtomicBoolean();

    public ConnectionGate(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** Returns the ticket of an accepted connection; null if a limit is reached. */
    public @Nullable ConnectionTicket enter(SocketAddress peer) {
        return admit(peer) ? new ConnectionTicket(this, peer) : null;
    }

    private boolean admit(SocketAddress peer) {
        int others = open.getAndIncrement();
        if (limits.maxConnections() > 0 && others >= limits.maxConnections()) {
            open.decrementAndGet();
            refused.increment();
            log(peer, "maxConnections", limits.maxConnections());
            return false;
        }
        int waiting = unauthenticated.getAndIncrement();
        if (limits.maxUnauthenticated() > 0 && waiting >= limits.maxUnauthenticated()) {
            open.decrementAndGet();
            unauthenticated.decrementAndGet();
            refusedUnauthenticated.increment();
            log(peer, "maxUnauthenticated", limits.maxUnauthenticated());
            return false;
        }
        if (limits.maxPerAddress() > 0 && !enterOfAddress(key(peer))) {
            open.decrementAndGet();
            unauthenticated.decrementAndGet();
            refusedOfAddress.increment();
            log(peer, "maxPerAddress", limits.maxPerAddress());
            return false;
        }
        return true;
    }

    void authenticated() {
        unauthenticated.decrementAndGet();
    }

    void leave(SocketAddress peer, boolean authenticated) {
        open.decrementAndGet();
        if (!authenticated) {
            unauthenticated.decrementAndGet();
        }
        if (limits.maxPerAddress() > 0) {
            openOfAddress.computeIfPresent(key(peer), (key, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** Returns the current numbers. */
    public ConnectionCounts counts() {
        return new ConnectionCounts(
                open.get(), unauthenticated.get(), refused.sum(), refusedOfAddress.sum(), refusedUnauthenticated.sum());
    }

    private boolean enterOfAddress(Object key) {
        int count = openOfAddress.merge(key, 1, Integer::sum);
        if (count > limits.maxPerAddress()) {
            openOfAddress.computeIfPresent(key, (same, counted) -> counted > 1 ? counted - 1 : null);
            return false;
        }
        return true;
    }

    /** Returns the address without the port; for IPv6, the network. */
    private static Object key(SocketAddress peer) {
        var address = peer instanceof InetSocketAddress socket ? socket.getAddress() : null;
        if (address == null) {
            return String.valueOf(peer);
        }
        return address instanceof Inet6Address ? ByteBuffer.wrap(address.getAddress(), 0, NETWORK_BYTES) : address;
    }

    /** Warns once, because this is frequent during an attack. */
    private void log(SocketAddress peer, String limit, int value) {
        LOG.debug("closing the connection of {}: the limit {}={} is reached", peer, limit, value);
        if (!warned.getAndSet(true)) {
            LOG.warn(
                    "connection-limit-reached address={} limit={} value={}: further cases are logged at debug",
                    peer,
                    limit,
                    value);
        }
    }
}
