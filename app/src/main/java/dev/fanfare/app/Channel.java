package dev.fanfare.app;

import dev.fanfare.app.internal.Blocking;
import dev.fanfare.core.channel.ChannelName;
import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.port.EngineException;
import dev.fanfare.core.port.OverloadedException;
import dev.fanfare.core.port.PublishOptions;
import dev.fanfare.core.port.PublishResult;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A named topic of this application: what is published in it reaches every subscriber. Thread-safe, cheap to make. */
public final class Channel {
    /** How long {@link #publish} waits for event loops that are behind before it gives up. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final Node node;
    private final String name;

    Channel(Node node, String name) {
        this.node = node;
        this.name = ChannelName.require(name);
    }

    public String name() {
        return name;
    }

    /** Publishes text; see {@link #publish(Payload)}. */
    public PublishResult publish(String text) {
        return publish(Payload.text(text));
    }

    /** Publishes bytes, which nobody may change from now on; see {@link #publish(Payload)}. */
    public PublishResult publish(byte[] bytes) {
        return publish(Payload.binary(bytes));
    }

    /**
     * Publishes, and waits until the engine has answered. Never waits for clients, only for this node's own event loops
     * when they are far behind.
     *
     * @throws EngineException when the engine is away; whether it was published is then unknown
     * @throws OverloadedException when the event loops did not catch up within 10 seconds; it was not published
     * @throws IllegalStateException on an event loop, when the engine's answer is not there at once: use
     *     {@link #publishAsync}
     */
    public PublishResult publish(Payload payload) {
        if (node.inEventLoop()) {
            var answer = publishAsync(payload).toCompletableFuture();
            if (!answer.isDone()) {
                throw new IllegalStateException("publish would block an event loop; use publishAsync there");
            }
            return Blocking.await(answer);
        }
        long deadline = System.nanoTime() + MAX_WAIT.toNanos();
        while (true) {
            try {
                return Blocking.await(publishAsync(payload));
            } catch (OverloadedException overloaded) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw overloaded;
                }
                Blocking.await(
                        node.room().toCompletableFuture().copy().completeOnTimeout(null, left, TimeUnit.NANOSECONDS));
            }
        }
    }

    /** Publishes without waiting; the stage completes with the engine's answer, or fails as {@link #publish} throws. */
    public CompletionStage<PublishResult> publishAsync(Payload payload) {
        return node.publish(name, Publication.of(payload), PublishOptions.NONE);
    }

    @Override
    public String toString() {
        return "Channel[" + name + "]";
    }
}
