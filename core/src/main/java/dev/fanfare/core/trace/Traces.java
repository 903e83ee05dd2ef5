package dev.fanfare.core.trace;

import dev.fanfare.core.session.DeliveryObserver;
import dev.fanfare.core.session.EncodedPush;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SubscriptionQueue;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.monitoring.Metrics.DropReason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The traces that run on a node. Thread-safe. */
public final class Traces {
    /** Maximum number of traces that run at the same time on one node. */
    public static final int MAX_TRACES = 8;

    private static final int MAX_DETAIL = 256;
    private static final int MAX_DATA = 1_024;

    private final CopyOnWriteArrayList<Trace> running = new CopyOnWriteArrayList<>();
    private final LongSupplier nanoTime;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile boolean on;
    private volatile Predicate<String> showsData = channel -> false;

    /** Creates the traces of a node; none runs. */
    public Traces(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns true while a trace runs. Check it before {@link #record}, because only the check is free. */
    public boolean isOn() {
        return on;
    }

    /** Sets the channels whose payloads may appear in traces; without this, none may. */
    public void showData(Predicate<String> permitted) {
        showsData = permitted;
    }

    /**
     * Starts a trace.
     *
     * @throws IllegalStateException if {@link #MAX_TRACES} run
     */
    public Trace start(TraceTarget target) {
        changing.lock();
        try {
            if (running.size() >= MAX_TRACES) {
                throw new IllegalStateException(
                        "at most " + MAX_TRACES + " traces can run on a node; stop another one first");
            }
            var trace = new Trace(target, nanoTime);
            running.add(trace);
            on = true;
            return trace;
        } finally {
            changing.unlock();
        }
    }

    /** Stops a trace. Idempotent. */
    public void stop(Trace trace) {
        changing.lock();
        try {
            running.remove(trace);
            on = !running.isEmpty();
        } finally {
            changing.unlock();
        }
    }

    /** Starts or ends the observation of the deliveries to a session. Called on its loop. */
    public void attach(Session session) {
        session.observe(isObserved(session.info()) ? new Observer(session) : null);
    }

    /** Returns true if the deliveries to this client are traced. */
    private boolean isObserved(@Nullable ClientInfo client) {
        return running.stream().anyMatch(trace -> trace.target().isClient(client));
    }

    /**
     * Records an event in the traces that follow the client or the channel.
     *
     * @param client the client; null if it is not identified
     * @param data the payload, which is shown only if the channel permits it; null for none
     */
    public void record(
            @Nullable ClientInfo client,
            TraceEvent.Step kind,
            String name,
            String channel,
            int bytes,
            String detail,
            @Nullable Payload data) {
        for (var trace : running) {
            if (trace.target().matches(client, channel)) {
                add(trace, client, kind, name, channel, bytes, detail, data);
            }
        }
    }

    /** Records a push of a channel in one trace, whose operator follows the channel. */
    public void recordPush(Trace trace, String name, String channel, @Nullable Payload data) {
        add(trace, null, TraceEvent.Step.PUBLISHED, name, channel, data == null ? 0 : data.size(), "", data);
    }

    private void add(
            Trace trace,
            @Nullable ClientInfo client,
            TraceEvent.Step kind,
            String name,
            String channel,
            int bytes,
            String detail,
            @Nullable Payload data) {
        trace.add(
                kind,
                () -> new TraceEvent(
                        nanoTime.getAsLong(),
                        kind,
                        client == null ? "" : client.client(),
                        client == null ? "" : client.user(),
                        name,
                        channel,
                        bytes,
                        cut(detail, MAX_DETAIL),
                        data == null || channel.isEmpty() || !showsData.test(channel) ? null : text(data)));
    }

    private static String text(Payload data) {
        return data.kind() == Kind.BINARY ? data.size() + " bytes" : cut(data.text(), MAX_DATA);
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max) + "...";
    }

    /** Records the deliveries to one session. Confined to its loop. */
    private final class Observer implements DeliveryObserver {
        private final Session session;

        Observer(Session session) {
            this.session = session;
        }

        @Override
        public void onDelivery(SubscriptionQueue queue, List<EncodedPush> pushes) {
            var channel = session.subscriptions().channelOf(queue);
            for (var push : pushes) {
                record(
                        session.info(),
                        TraceEvent.Step.OUT,
                        name(push.push()),
                        channel,
                        push.frame().size(),
                        session.outboxBytes() == 0 ? "" : session.outboxBytes() + " bytes are waiting",
                        push.push() instanceof Publication publication ? publication.payload() : null);
            }
        }

        @Override
        public void onDrop(SubscriptionQueue queue, DropReason reason) {
            record(
                    session.info(),
                    TraceEvent.Step.DROPPED,
                    "publication",
                    session.subscriptions().channelOf(queue),
                    0,
                    switch (reason) {
                        case OLDEST -> "the client is slow: the oldest publication was dropped";
                        case CONFLATED -> "the client is slow: a newer publication replaced this one";
                    },
                    null);
        }

        private static String name(Push push) {
            return switch (push) {
                case Publication publication -> "publication";
                case Join join -> "join";
                case Leave leave -> "leave";
            };
        }
    }
}
