/**
 * The seam to wire formats: an encoder of pushes, and the key under which encoded frames are shared. Also contains the
 * raw protocol, which sends payloads unchanged.
 */
@NullMarked
package dev.fanfare.core.protocol;

import org.jspecify.annotations.NullMarked;
