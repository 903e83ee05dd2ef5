/**
 * What a Centrifuge client and a server say to one another, as values, whatever the encoding: commands, replies, pushes, and
 * the closed tables of their codes. Knows nothing of connections.
 */
@NullMarked
package dev.fanfare.protocol.centrifuge.message;

import org.jspecify.annotations.NullMarked;
