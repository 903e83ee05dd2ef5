/**
 * Keys that verify signatures: secrets, PEM, and key sets that are fetched over HTTP and kept for a while. Knows nothing
 * of claims.
 */
@NullMarked
package dev.fanfare.server.token.keys;

import org.jspecify.annotations.NullMarked;
