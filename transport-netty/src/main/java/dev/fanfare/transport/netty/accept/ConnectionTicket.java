package dev.fanfare.transport.netty.accept;

import java.net.SocketAddress;

/** An accepted connection in the counts of its gate. Confined to the connection's event loop. */
public final class ConnectionTicket {
    private final ConnectionGate gate;
    private final SocketAddress peer;
    private boolean authenticated;

    ConnectionTicket(ConnectionGate gate, SocketAddress peer) {
        this.gate = gate;
        this.peer = peer;
    }

    /** Called when the client is admitted; it no longer counts as unauthenticated. Idempotent, and without effect after the end. */
    public void authenticate() {
        if (!authenticated) {
            authenticated = true;
            gate.authenticated();
        }
    }

    /** Called once, when the connection has ended. */
    public void leave() {
        gate.leave(peer, authenticated);
        // A handshake may be accepted after the client has disconnected.
        authenticated = true;
    }
}
