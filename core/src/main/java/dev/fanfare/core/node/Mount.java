package dev.fanfare.core.node;

import dev.fanfare.core.transport.HttpHandler;
import java.util.Map;

/** Adds a protocol to an application. */
@FunctionalInterface
public interface Mount {
    /**
     * Starts to serve the protocol. Called once.
     *
     * @param node opens the sessions of the protocol
     * @param channels the channels available to its clients
     * @return the request handlers by path; they are called on the event loop and must not block
     */
    Map<String, HttpHandler> mount(Node node, ClientChannels channels);
}
