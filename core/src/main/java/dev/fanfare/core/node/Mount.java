package dev.fanfare.core.node;

import dev.fanfare.core.transport.HttpHandler;
import java.util.Map;

/** A protocol that a program offers beside its own routes. */
@FunctionalInterface
public interface Mount {
    /**
     * Begins to serve the protocol; called once.
     *
     * @param node opens its sessions
     * @param channels those that its clients may name
     * @return what answers requests, by path; each is called on the event loop and must not block
     */
    Map<String, HttpHandler> mount(Node node, ClientChannels channels);
}
