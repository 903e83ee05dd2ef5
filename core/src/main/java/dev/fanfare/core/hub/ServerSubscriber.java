package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.monitoring.LogText;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscription of application code, which receives the pushes without encoding. Confined to its event loop. */
final class ServerSubscriber extends Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSubscriber.class);

    /** Returns false to be called again with the same push. */
    private final Predicate<? super Push> code;
    /** The batch in progress. */
    private List<Delivery> current = List.of();
    /** Index of the next delivery of the batch in progress. */
    private int next;

    ServerSubscriber(Predicate<? super Push> code, ChannelFanOut fanOut, boolean positioned) {
        super(fanOut, positioned);
        this.code = code;
    }

    @Override
    @Nullable
    PushEncoder encoder() {
        return null;
    }

    @Override
    public @Nullable String client() {
        return null;
    }

    /** Delivers one push, or the next part of it, because application code may be slow. */
    @Override
    boolean deliver(GroupBatch batch) {
        if (current != batch.deliveries()) {
            current = batch.deliveries();
            next = 0;
        }
        if (next < current.size() && finishes(current.get(next).push())) {
            next++;
        }
        if (next < current.size() && !isCancelled()) {
            return false;
        }
        current = List.of();
        return true;
    }

    /** A failure of the code affects only this push. */
    private boolean finishes(@Nullable Push push) {
        try {
            return push == null || isCancelled() || code.test(push);
        } catch (Throwable failure) {
            LOG.error("a server subscription of {} failed on a push", LogText.of(channel()), failure);
            return true;
        }
    }

    @Override
    void unregister() {}
}
