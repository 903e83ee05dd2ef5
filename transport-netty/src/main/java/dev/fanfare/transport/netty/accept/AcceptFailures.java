package dev.fanfare.transport.netty.accept;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures to accept connections, such as exhausted file descriptors. An episode begins with a failure and ends with the next accepted
 * connection; each episode is logged with one line at its beginning and one at its end. The last handler of listening sockets.
 * Thread-safe.
 */
@Sharable
public final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptFailures.class);

    private final LongAdder failures = new LongAdder();
    /** The reason during an episode. */
    private final AtomicReference<@Nullable String> fault = new AtomicReference<>();

    private volatile long failuresBefore;

    /** Netty pauses for a second after a failure. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        var reason = "cannot accept connections: " + failure.getMessage();
        if (fault.getAndSet(reason) == null) {
            failuresBefore = failures.sum();
            LOG.error(
                    "accept-failed address={}: raise the open-file limit (ulimit -n), or lower the connection limits",
                    ctx.channel().localAddress(),
                    failure);
        }
        failures.increment();
    }

    /** Called for each accepted connection. */
    public void accepted() {
        if (fault.get() != null && fault.getAndSet(null) != null) {
            LOG.info("accept-failed-ended failures={}", failures.sum() - failuresBefore);
        }
    }

    /** Returns why connections cannot be accepted now; empty if they can. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault.get());
    }

    /** Returns the number of failures since the start. */
    public long count() {
        return failures.sum();
    }
}
