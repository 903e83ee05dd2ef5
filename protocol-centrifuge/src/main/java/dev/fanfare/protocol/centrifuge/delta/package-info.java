/** Deltas between consecutive publications of a channel. Works on bytes and must not depend on channels or clients. */
@NullMarked
package dev.fanfare.protocol.centrifuge.delta;

import org.jspecify.annotations.NullMarked;
