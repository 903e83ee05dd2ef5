/**
 * What an embedder sees: {@link dev.fanfare.app.Fanfare} with its routes and channels. Plain blocking code on virtual
 * threads on one side, the core's event loops on the other.
 */
@NullMarked
package dev.fanfare.app;

import org.jspecify.annotations.NullMarked;
