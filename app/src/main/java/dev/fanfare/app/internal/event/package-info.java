/**
 * Typed events between handlers: their encoding and their receivers on this node. An event is never sent to a client
 * automatically, and no client can send one. Must not depend on channels or sockets.
 */
@NullMarked
package dev.fanfare.app.internal.event;

import org.jspecify.annotations.NullMarked;
