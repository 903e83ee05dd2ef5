package dev.fanfare.app.internal.channel;

import dev.fanfare.app.ChannelEventListener;
import dev.fanfare.app.EventHandlers;
import dev.fanfare.app.internal.concurrent.Inbox;
import dev.fanfare.app.internal.concurrent.InboxItem;
import dev.fanfare.app.internal.concurrent.SerialWorker;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.model.monitoring.MemoryKind;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link ChannelEventListener} with an inbox that a virtual thread empties. Thread-safe. */
final class QueuedEventListener implements ChannelEventListener, SerialWorker.Work {
    private record Entry<E>(Class<E> type, TypedHandler<? super E> handler) {
        void run(Object event) throws Exception {
            handler.handle(type.cast(event));
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(QueuedEventListener.class);

    private final AppContext context;
    private final String channel;
    private final ConcurrentHashMap<Class<?>, Entry<?>> entries = new ConcurrentHashMap<>();
    private final Inbox<InboxItem.Event> inbox;
    private final ObjIntConsumer<Object> member = this::onEvent;
    private final SerialWorker worker = new SerialWorker(this);
    private final AtomicLong missed = new AtomicLong();
    private volatile boolean closed;

    private QueuedEventListener(AppContext context, String channel) {
        this.context = context;
        this.channel = channel;
        var memory = context.governor().open(kind -> {});
        memory.authenticate();
        var wakeups = context.wakeups(context.events().loopOf(channel));
        this.inbox = new Inbox<>(memory.open(MemoryKind.EVENTS), InboxItem::size, () -> {}, wakeups);
    }

    /** Starts a listener; no event that is sent after the return of this method is missed. */
    static QueuedEventListener start(NodeChannel channel, AppContext context) {
        var listener = new QueuedEventListener(context, channel.name());
        context.eventListeners().add(listener);
        try {
            channel.waitFor(listener.join());
        } catch (RuntimeException failure) {
            listener.close();
            throw failure;
        }
        return listener;
    }

    @Override
    public <E> ChannelEventListener on(Class<E> type, TypedHandler<? super E> handler) {
        EventHandlers.requireConcrete(type);
        if (entries.putIfAbsent(type, new Entry<E>(type, handler)) != null) {
            throw new IllegalArgumentException(
                    type.getName() + " already has a handler in this listener of channel " + channel);
        }
        context.eventTypes().register(type);
        return this;
    }

    @Override
    public long missed() {
        return missed.get();
    }

    @Override
    public void close() {
        end();
    }

    /** Returns the number of queued events, which are discarded. */
    private long end() {
        closed = true;
        context.eventListeners().remove(this);
        context.events().leave(context.events().loopOf(channel), channel, member);
        return inbox.discard();
    }

    /** Called when the time to close the application is over: counts and logs the events that are still queued. */
    void abandon() {
        long abandoned = end();
        if (abandoned > 0) {
            missed.addAndGet(abandoned);
            LOG.warn(
                    "the event listener of channel {} was closed with {} queued events",
                    LogText.of(channel),
                    abandoned);
        }
    }

    private CompletionStage<Void> join() {
        return context.events().join(context.events().loopOf(channel), channel, member);
    }

    /** Called on the loop of the channel. */
    private void onEvent(Object event, int bytes) {
        if (!entries.containsKey(event.getClass())) {
            return;
        }
        if (inbox.offer(new InboxItem.Event(event, bytes))) {
            worker.wake();
        } else {
            missed.incrementAndGet();
            context.failures().reportMissed("event listener of channel " + channel);
        }
    }

    @Override
    public void drain() {
        for (var event = inbox.poll(); event != null && !closed; event = inbox.poll()) {
            handle(event.value(), entries.get(event.value().getClass()));
        }
    }

    @Override
    public boolean isPending() {
        return !closed && !inbox.isEmpty();
    }

    @Override
    public void startThread(Runnable code) {
        context.startThread(context.events().loopOf(channel), code);
    }

    private void handle(Object event, @Nullable Entry<?> entry) {
        if (entry == null) {
            return;
        }
        try {
            entry.run(event);
        } catch (Throwable failure) {
            context.failures().report("event listener of channel " + channel, failure);
        }
    }
}
