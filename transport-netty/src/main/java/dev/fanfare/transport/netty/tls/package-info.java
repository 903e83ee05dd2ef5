/**
 * TLS: certificates and keys from files, the contexts made of them, and what changes in a pipeline. Knows nothing of what is
 * spoken inside.
 */
@NullMarked
package dev.fanfare.transport.netty.tls;

import org.jspecify.annotations.NullMarked;
