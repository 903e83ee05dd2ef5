/**
 * The application API: {@link dev.fanfare.app.Fanfare} with routes, sockets and channels. Contains public types only. It must
 * not depend on the internal packages that implement it. {@code Fanfare} is the exception, because it creates the implementation.
 */
@NullMarked
package dev.fanfare.app;

import org.jspecify.annotations.NullMarked;
