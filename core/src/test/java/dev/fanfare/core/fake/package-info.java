/**
 * Fakes of the core's seams: event loops on virtual time and on threads, connections and brokers that a test controls. Published in
 * the test jar for the tests of other modules.
 */
@NullMarked
package dev.fanfare.core.fake;

import org.jspecify.annotations.NullMarked;
