/** Queues and threads between application code and event loops. Must not depend on other packages of app. */
@NullMarked
package dev.fanfare.app.internal.concurrent;

import org.jspecify.annotations.NullMarked;
