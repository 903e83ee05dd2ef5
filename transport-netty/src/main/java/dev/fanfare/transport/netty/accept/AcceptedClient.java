package dev.fanfare.transport.netty.accept;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/** The ticket of an accepted connection, which is kept with its channel. Confined to the connection's event loop. */
public final class AcceptedClient {
    private static final AttributeKey<ConnectionTicket> TICKET = AttributeKey.valueOf("fanfare-ticket");

    private AcceptedClient() {}

    /** Attaches the ticket to the connection. */
    public static void attach(Channel channel, ConnectionTicket ticket) {
        channel.attr(TICKET).set(ticket);
    }

    /** Called when the client of the connection is admitted. Idempotent. */
    public static void admit(Channel channel) {
        var ticket = channel.attr(TICKET).get();
        if (ticket != null) {
            ticket.authenticate();
        }
    }
}
