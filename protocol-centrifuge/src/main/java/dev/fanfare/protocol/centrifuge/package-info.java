/** Endpoints for clients that speak the Centrifuge protocol, to be mounted beside a program's own routes. */
@NullMarked
package dev.fanfare.protocol.centrifuge;

import org.jspecify.annotations.NullMarked;
