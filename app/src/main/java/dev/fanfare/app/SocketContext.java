package dev.fanfare.app;

import dev.fanfare.app.event.EventChannels;
import dev.fanfare.app.internal.FailureLog;
import dev.fanfare.app.internal.HandlerThreads;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.core.transport.Framing;
import java.util.concurrent.ConcurrentHashMap;

/** What all sockets of an application share. Thread-safe. */
final class SocketContext {
    private final Node node;
    private final HandlerThreads threads = new HandlerThreads();
    private final FailureLog failures = new FailureLog();
    private final EventChannels events;
    private final ConcurrentHashMap<Framing, PushEncoder> encoders = new ConcurrentHashMap<>();

    SocketContext(Node node, EventChannels events) {
        this.node = node;
        this.events = events;
    }

    Node node() {
        return node;
    }

    EventChannels events() {
        return events;
    }

    HandlerThreads threads() {
        return threads;
    }

    FailureLog failures() {
        return failures;
    }

    PushEncoder rawEncoder(Framing framing) {
        return encoders.computeIfAbsent(framing, RawEncoder::new);
    }
}
