/**
 * The application API: {@link dev.fanfare.app.Fanfare} with routes, sockets and channels. Contains public types only; of the internal
 * packages it must not depend on those that implement it, except for {@code Fanfare}, which creates the implementation.
 */
@NullMarked
package dev.fanfare.app;

import org.jspecify.annotations.NullMarked;
