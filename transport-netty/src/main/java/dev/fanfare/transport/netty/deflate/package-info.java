/**
 * permessage-deflate (RFC 7692): negotiation, and compression of whole messages. Must not depend on sockets and frames. Native
 * memory belongs to pools of the transport, never to a connection.
 */
@NullMarked
package dev.fanfare.transport.netty.deflate;

import org.jspecify.annotations.NullMarked;
