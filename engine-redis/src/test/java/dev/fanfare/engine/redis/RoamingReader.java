package dev.fanfare.engine.redis;

import dev.fanfare.core.node.Recovery;
import dev.fanfare.core.node.ServerSubscription;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.UnsubscribeReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a channel on changing nodes, like a client that reconnects with its position. Records everything that it
 * receives. Thread-safe.
 */
final class RoamingReader {
    /** A publication and its position. */
    record Read(String text, StreamPosition position) {}

    /** The publications that a reader has received without a notification of a loss. */
    record Span(StreamPosition start, List<Read> reads) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final String channel;
    private final List<Span> spans = new ArrayList<>();
    private @Nullable StreamPosition position;
    private @Nullable Attempt current;
    private int recovered;

    RoamingReader(String channel) {
        this.channel = channel;
    }

    String channel() {
        return channel;
    }

    /** Leaves its node and subscribes on this one, from its position. */
    void move(TestNode to) {
        var left = locked(() -> {
            var former = current;
            current = new Attempt(to);
            return former;
        });
        if (left != null) {
            left.cancel();
        }
        var begun = locked(() -> current);
        if (begun != null) {
            to.loop().execute(begun::subscribe);
        }
    }

    /** True if it is neither subscribed nor subscribing. */
    boolean isIdle() {
        return locked(() -> current == null);
    }

    boolean isSubscribed() {
        return locked(() -> current != null && current.subscribed);
    }

    /** The latest text; empty for none. */
    String latest() {
        return locked(() -> spans.isEmpty() || spans.getLast().reads.isEmpty()
                ? ""
                : spans.getLast().reads.getLast().text);
    }

    /** The number of returns with a recovery. */
    int recovered() {
        return locked(() -> recovered);
    }

    List<Span> spans() {
        return locked(() -> spans.stream()
                .map(span -> new Span(span.start, List.copyOf(span.reads)))
                .toList());
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private final class Attempt implements ServerSubscription {
        private final TestNode at;
        private @Nullable Subscription subscription;
        private boolean subscribed;

        private Attempt(TestNode at) {
            this.at = at;
        }

        private void subscribe() {
            var since = locked(() -> position);
            at.node()
                    .subscribe(at.loop(), channel, TestNode.RECOVERABLE, since, this)
                    .whenComplete((result, failure) -> {
                        if (failure != null) {
                            ended();
                        }
                    });
        }

        private void cancel() {
            at.loop().execute(() -> {
                if (subscription != null) {
                    subscription.cancel();
                }
            });
        }

        private void ended() {
            locked(() -> {
                if (current == this) {
                    current = null;
                }
                return null;
            });
        }

        @Override
        public void onStarted(Subscription started) {
            subscription = started;
            if (locked(() -> current != this)) {
                started.cancel();
            }
        }

        @Override
        public void onSubscribed(Subscribed result) {
            locked(() -> {
                if (current == this) {
                    begin(result);
                }
                return null;
            });
        }

        private void begin(Subscribed result) {
            subscribed = true;
            var since = position;
            var start = result.position();
            if (start == null) {
                throw new IllegalStateException("no position in " + result);
            }
            if (result.recovery() == Recovery.RECOVERED && since != null) {
                recovered++;
                position = new StreamPosition(start.epoch(), since.offset());
            } else {
                position = start;
                spans.add(new Span(start, new ArrayList<>()));
            }
            result.publications().forEach(this::read);
        }

        private void read(Publication publication) {
            var at = publication.position();
            if (at == null) {
                throw new IllegalStateException("no position in " + publication);
            }
            position = at;
            spans.getLast().reads.add(new Read(publication.payload().text(), at));
        }

        @Override
        public boolean onPush(Push push) {
            locked(() -> {
                if (current == this && push instanceof Publication publication) {
                    read(publication);
                }
                return null;
            });
            return true;
        }

        @Override
        public void onUnsubscribed(UnsubscribeReason reason) {
            ended();
        }
    }
}
