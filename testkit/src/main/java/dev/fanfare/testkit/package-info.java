/**
 * What tests of Fanfare are made of: event loops on virtual time and on real threads, connections and brokers whose
 * behaviour a test steers, and the guard against leaked buffers. Knows the core's seams and ports, and no network library.
 */
@NullMarked
package dev.fanfare.testkit;

import org.jspecify.annotations.NullMarked;
