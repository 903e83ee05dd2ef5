package dev.fanfare.core.hub;

import dev.fanfare.core.limit.TokenBucket;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.access.Rate;
import java.time.Duration;
import java.util.LinkedHashSet;

/**
 * Limits how many subscriptions of one loop end per second because their positions are lost. Confined to the event loop.
 *
 * <p>A change of the primary of the engine can begin a new epoch in every channel. Each ended subscription returns with
 * a subscribe and a read of its history, which the loop and the engine must be able to serve in addition to the live
 * traffic.
 */
final class UnsubscribeRate {
    /** The first 2,000 subscriptions end at once. */
    static final Rate PER_LOOP = new Rate(2_000, Duration.ofSeconds(1));

    private static final Duration PAUSE = Duration.ofMillis(10);
    /** Each woken channel ends at least one subscription, or has none left. */
    private static final int CHANNELS_PER_PAUSE = 20;

    private final EventLoop loop;
    private final TokenBucket bucket;
    private final LinkedHashSet<ChannelFanOut> waiting = new LinkedHashSet<>();
    private boolean scheduled;

    UnsubscribeRate(EventLoop loop) {
        this.loop = loop;
        this.bucket = new TokenBucket(PER_LOOP, loop.nanoTime());
    }

    /** Returns true if a subscription may end now. Otherwise, the channel is woken later and must ask again. */
    boolean permits(ChannelFanOut fanOut) {
        if (bucket.take(loop.nanoTime()) == 0) {
            return true;
        }
        waiting.add(fanOut);
        if (!scheduled) {
            scheduled = true;
            loop.schedule(PAUSE, this::wake);
        }
        return false;
    }

    private void wake() {
        scheduled = false;
        for (int i = 0; i < CHANNELS_PER_PAUSE && !waiting.isEmpty(); i++) {
            waiting.removeFirst().wake();
        }
        if (!waiting.isEmpty()) {
            scheduled = true;
            loop.schedule(PAUSE, this::wake);
        }
    }
}
