/**
 * TLS: certificates and keys from files, the contexts built from them, and the pipeline handlers. Must not depend on the
 * protocols above TLS.
 */
@NullMarked
package dev.fanfare.transport.netty.tls;

import org.jspecify.annotations.NullMarked;
