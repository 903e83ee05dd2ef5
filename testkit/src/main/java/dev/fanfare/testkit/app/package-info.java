/**
 * The test kit of applications: a server under test, in memory or behind a socket, and clients of it that wait, and say
 * what they got instead. Knows no application and no network library.
 */
@NullMarked
package dev.fanfare.testkit.app;

import org.jspecify.annotations.NullMarked;
