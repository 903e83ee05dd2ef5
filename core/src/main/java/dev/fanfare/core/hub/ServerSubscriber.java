package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.model.channel.Push;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscription of application code, which receives the pushes without encoding. Confined to its event loop. */
final class ServerSubscriber extends Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSubscriber.class);

    private final Consumer<? super Push> code;

    ServerSubscriber(Consumer<? super Push> code, ChannelFanOut fanOut, boolean positioned) {
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

    /** Delivers each push; a failure of the code affects only that push. */
    @Override
    void deliver(GroupBatch batch) {
        for (var delivery : batch.deliveries()) {
            var push = delivery.push();
            if (push != null && !isCancelled()) {
                try {
                    code.accept(push);
                } catch (Throwable failure) {
                    LOG.error("a server subscription of {} failed on a push", channel(), failure);
                }
            }
        }
    }

    @Override
    void unregister() {}
}
