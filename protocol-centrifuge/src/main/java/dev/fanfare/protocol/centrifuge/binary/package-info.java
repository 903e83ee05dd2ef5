/**
 * The Protobuf encoding of the Centrifuge protocol. Owns the generated messages: no other package depends on them.
 */
@NullMarked
package dev.fanfare.protocol.centrifuge.binary;

import org.jspecify.annotations.NullMarked;
