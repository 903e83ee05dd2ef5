/** From a request to its route: guards, origins, middleware, handlers and files. The top of the internal packages. */
@NullMarked
package dev.fanfare.app.internal.dispatch;

import org.jspecify.annotations.NullMarked;
