/** Path patterns, routing tables and origins. Must not depend on other packages of app. */
@NullMarked
package dev.fanfare.app.internal.route;

import org.jspecify.annotations.NullMarked;
