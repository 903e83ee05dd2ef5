/**
 * Dispatches a request to its route: guards, origins, middleware, handlers and files. May depend on all other internal
 * packages.
 */
@NullMarked
package dev.fanfare.app.internal.dispatch;

import org.jspecify.annotations.NullMarked;
