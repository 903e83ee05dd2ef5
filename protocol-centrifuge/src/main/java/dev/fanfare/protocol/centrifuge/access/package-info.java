/** Who may do what: the few functions by which a program lets Centrifuge clients in, and their answers. */
@NullMarked
package dev.fanfare.protocol.centrifuge.access;

import org.jspecify.annotations.NullMarked;
