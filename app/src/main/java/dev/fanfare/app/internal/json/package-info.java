/** JSON binding with error messages that are safe to send to clients. Must not depend on other packages of app. */
@NullMarked
package dev.fanfare.app.internal.json;

import org.jspecify.annotations.NullMarked;
