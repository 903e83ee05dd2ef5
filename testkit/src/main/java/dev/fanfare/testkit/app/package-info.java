/**
 * The test kit for applications: a server under test, in memory or over a socket, and its clients. Failure messages
 * describe what arrived instead of the expected message. Must not depend on applications or network libraries.
 */
@NullMarked
package dev.fanfare.testkit.app;

import org.jspecify.annotations.NullMarked;
