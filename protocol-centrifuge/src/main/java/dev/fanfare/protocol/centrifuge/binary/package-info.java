/**
 * The Protobuf encoding of the Centrifuge protocol: commands, replies and pushes as sequences of messages, each behind its
 * length. The only package that knows the generated messages; nothing of them leaves it.
 */
@NullMarked
package dev.fanfare.protocol.centrifuge.binary;

import org.jspecify.annotations.NullMarked;
