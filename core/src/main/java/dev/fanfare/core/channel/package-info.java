/**
 * The values of the domain: channel names, payloads, publications, positions. Immutable, and without knowledge of
 * anything above: no ports, no sessions, no network.
 */
@NullMarked
package dev.fanfare.core.channel;

import org.jspecify.annotations.NullMarked;
