package dev.fanfare.app;

import dev.fanfare.app.internal.Inbox;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Application code that hears a channel's events without a client: one event at a time, in their order, on a virtual thread
 * that runs while there are any. Every node that makes one hears every event. Thread-safe.
 *
 * {@snippet :
 * app.channel("pictures").eventListener()
 *         .on(Uploaded.class, uploaded -> makeThumbnail(uploaded.file()))
 *         .on(Deleted.class, deleted -> removeThumbnail(deleted.file()));
 * }
 *
 * <p>A handler that fails costs its one event: the failure is logged, and the next event is handled. Events are bounded:
 * when handlers are so slow that about a thousand wait, later ones are passed over, which is logged and counted by
 * {@link #missed}. When the application closes, handlers have its 5 seconds; what still waits then is counted so, too. What may
 * not be lost belongs into a database or a queue before it is sent as an event.
 */
public final class ChannelEventListener implements AutoCloseable {
    /** Handles one type of event; may block. */
    @FunctionalInterface
    public interface Handler<E> {
        void handle(E event) throws Exception;
    }

    private record Entry<E>(Class<E> type, Handler<? super E> handler) {
        void run(Object event) throws Exception {
            handler.handle(type.cast(event));
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ChannelEventListener.class);

    private final SocketContext context;
    private final String channel;
    private final ConcurrentHashMap<Class<?>, Entry<?>> entries = new ConcurrentHashMap<>();
    private final Inbox<InboxItem.Event> inbox = new Inbox<>(InboxItem::size, () -> {});
    private final ObjIntConsumer<Object> member = this::onEvent;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicLong missed = new AtomicLong();
    private volatile boolean closed;

    private ChannelEventListener(SocketContext context, String channel) {
        this.context = context;
        this.channel = channel;
    }

    /** Hears the channel when this returns, as {@link SocketHandler#join} does. */
    static ChannelEventListener hear(Channel channel, SocketContext context) {
        var background = new ChannelEventListener(context, channel.name());
        context.eventListeners().add(background);
        try {
            channel.waitFor(context.events().join(channel.name(), background.member));
        } catch (RuntimeException failure) {
            background.close(); // nobody has it who could do that
            throw failure;
        }
        return background;
    }

    /**
     * Handles events of this type from now on.
     *
     * @throws IllegalArgumentException when the type has a handler already, or is none that an event can be exactly of
     */
    public <E> ChannelEventListener on(Class<E> type, Handler<? super E> handler) {
        EventHandlers.requireExact(type);
        if (entries.putIfAbsent(type, new Entry<E>(type, handler)) != null) {
            throw new IllegalArgumentException(type + " has a handler already");
        }
        context.events().codec().handle(type);
        return this;
    }

    /** Number of events that were passed over because too many waited. */
    public long missed() {
        return missed.get();
    }

    /** Hears nothing more; what waits is not handled, and a handler that runs is not interrupted. Idempotent. */
    @Override
    public void close() {
        closed = true;
        context.eventListeners().remove(this);
        context.events().leave(channel, member);
    }

    /** The application is closed, and its time for handlers is over: what waits is not handled, and that is told. */
    void abandon() {
        close();
        long abandoned = 0;
        while (inbox.poll() != null) {
            abandoned++;
        }
        if (abandoned > 0) {
            missed.addAndGet(abandoned);
            LOG.warn("the background of {} was closed while {} events waited for it", channel, abandoned);
        }
    }

    /** On any event loop. */
    private void onEvent(Object event, int bytes) {
        if (!entries.containsKey(event.getClass())) {
            return;
        }
        if (inbox.offer(new InboxItem.Event(event, bytes))) {
            wake();
        } else {
            missed.incrementAndGet();
            context.failures().reportMissed("the background of " + channel);
        }
    }

    private void wake() {
        if (running.compareAndSet(false, true)) {
            context.threads().start(this::work);
        }
    }

    /** Empties the inbox; on one thread at a time. */
    private void work() {
        do {
            for (var event = inbox.poll(); event != null && !closed; event = inbox.poll()) {
                handle(event.value(), entries.get(event.value().getClass()));
            }
            running.set(false);
        } while (!closed && !inbox.isEmpty() && running.compareAndSet(false, true));
    }

    private void handle(Object event, @Nullable Entry<?> entry) {
        if (entry == null) {
            return;
        }
        try {
            entry.run(event);
        } catch (Throwable failure) {
            context.failures().report("the background of " + channel, failure);
        }
    }
}
