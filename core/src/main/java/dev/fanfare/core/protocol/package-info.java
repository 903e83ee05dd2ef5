/**
 * What a wire format must offer so that the hub can fan out to its clients: an encoder of pushes, and the key under
 * which the encoded bytes are shared. The raw protocol, which sends payloads as they are, lives here as well.
 */
@NullMarked
package dev.fanfare.core.protocol;

import org.jspecify.annotations.NullMarked;
