/** The JSON encoding of the Centrifuge protocol, on streaming parsers and writers. Must not depend on connections. */
@NullMarked
package dev.fanfare.protocol.centrifuge.json;

import org.jspecify.annotations.NullMarked;
