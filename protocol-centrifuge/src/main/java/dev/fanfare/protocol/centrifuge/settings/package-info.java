/** Settings of Centrifuge clients, for applications. Depends on no other package of the protocol. */
@NullMarked
package dev.fanfare.protocol.centrifuge.settings;

import org.jspecify.annotations.NullMarked;
