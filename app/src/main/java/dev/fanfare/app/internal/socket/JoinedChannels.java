package dev.fanfare.app.internal.socket;

import dev.fanfare.app.Channel;
import dev.fanfare.app.EventHandlers;
import dev.fanfare.app.SocketHandler;
import dev.fanfare.app.internal.concurrent.Blocking;
import dev.fanfare.app.internal.event.EventChannels;
import dev.fanfare.core.concurrent.LoopThread;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjIntConsumer;

/** The channels whose events a socket handler receives. Thread-safe. */
final class JoinedChannels implements SocketHandler.EventSubscriptions {
    private final ClientSocket socket;
    private final ObjIntConsumer<Object> member;
    private final Set<String> joined = ConcurrentHashMap.newKeySet();
    private volatile EventHandlers<?> handlers = EventHandlers.of(SocketHandler.class);
    private volatile boolean ended;

    /** Creates an empty set; events are passed to the member on the loop of the socket. */
    JoinedChannels(ClientSocket socket, ObjIntConsumer<Object> member) {
        this.socket = socket;
        this.member = member;
    }

    /** Binds the handler to its connection and registers its event types. */
    void bind(SocketHandler handler) {
        handlers = handler.bind(this);
        socket.context().eventTypes().registerSocketHandler(handlers.types());
    }

    /** Calls the event handler. */
    void handle(SocketHandler handler, Object event) throws Exception {
        handlers.handle(handler, socket, event);
    }

    /** Joins the channel. On an event loop the method returns immediately, and a later failure ends the socket. */
    @Override
    public void join(Channel channel) {
        if (handlers.types().isEmpty()) {
            throw new IllegalStateException("the handler of " + socket.request().route() + " joins channel "
                    + channel.name() + " but handles no events: override events(), or call socket.subscribe(channel)");
        }
        if (ended) {
            throw socket.closedException();
        }
        if (!joined.add(channel.name())) {
            return;
        }
        var ready = events().join(socket.loop(), channel.name(), member);
        if (ended) { // leaveAll() may have run before the join
            events().leave(socket.loop(), channel.name(), member);
            throw socket.closedException();
        }
        if (!LoopThread.isCurrent()) {
            try {
                Blocking.await(ready);
            } catch (RuntimeException failure) {
                leave(channel); // allows another attempt
                throw failure;
            }
            return;
        }
        ready.whenComplete((nothing, failure) -> {
            if (failure != null) {
                socket.fail(failure);
            }
        });
    }

    @Override
    public void leave(Channel channel) {
        if (joined.remove(channel.name())) {
            events().leave(socket.loop(), channel.name(), member);
        }
    }

    /** Leaves all channels and rejects further joins. */
    void leaveAll() {
        ended = true;
        joined.forEach(channel -> events().leave(socket.loop(), channel, member));
        joined.clear();
    }

    private EventChannels events() {
        return socket.context().events();
    }
}
