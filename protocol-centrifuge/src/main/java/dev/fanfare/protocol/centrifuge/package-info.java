/** HTTP endpoints for clients of the Centrifuge protocol, to be mounted in an application. */
@NullMarked
package dev.fanfare.protocol.centrifuge;

import org.jspecify.annotations.NullMarked;
