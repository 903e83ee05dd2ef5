/**
 * Typed events between consumers: the bytes in which they travel from node to node, and who on this node hears the events
 * of a channel. An event never reaches a client by itself, and no client can send one. Knows no sockets.
 */
@NullMarked
package dev.fanfare.app.event;

import org.jspecify.annotations.NullMarked;
