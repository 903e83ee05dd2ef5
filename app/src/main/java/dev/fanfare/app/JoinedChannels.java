package dev.fanfare.app;

import dev.fanfare.app.internal.Blocking;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjIntConsumer;

/** The channels whose events one consumer hears. Thread-safe. */
final class JoinedChannels {
    private final Socket socket;
    private final ObjIntConsumer<Object> member;
    private final Set<String> joined = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    /** Hands what is heard to the member, on some event loop. */
    JoinedChannels(Socket socket, ObjIntConsumer<Object> member) {
        this.socket = socket;
        this.member = member;
    }

    /** Makes the types of a table readable. */
    void handle(EventHandlers<?> table) {
        table.types().forEach(socket.context().events().codec()::handle);
    }

    /** Hears the channel when this returns; on an event loop it returns at once, and a failure ends the socket. */
    void join(Channel channel) {
        if (over) {
            throw socket.closedException();
        }
        if (!joined.add(channel.name())) {
            return;
        }
        var ready = socket.context().events().join(channel.name(), member);
        if (over) { // it ended meanwhile, and may have looked before this was there
            socket.context().events().leave(channel.name(), member);
            throw socket.closedException();
        }
        if (!socket.context().node().inEventLoop()) {
            try {
                Blocking.await(ready);
            } catch (RuntimeException failure) {
                leave(channel); // so that it can be tried again
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

    void leave(Channel channel) {
        if (joined.remove(channel.name())) {
            socket.context().events().leave(channel.name(), member);
        }
    }

    /** Hears nothing any more, and does not join again. */
    void leaveAll() {
        over = true;
        joined.forEach(channel -> socket.context().events().leave(channel, member));
        joined.clear();
    }
}
