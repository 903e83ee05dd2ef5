/**
 * The messages of the Centrifuge protocol as values, independent of the encoding: commands, replies, pushes and codes. Must not
 * depend on connections.
 */
@NullMarked
package dev.fanfare.protocol.centrifuge.message;

import org.jspecify.annotations.NullMarked;
