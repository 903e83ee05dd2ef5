/**
 * The admin page and its API at /admin, for operators. Reads existing counters and asks the other nodes; adds nothing to the delivery
 * of publications.
 */
@NullMarked
package dev.fanfare.server.admin;

import org.jspecify.annotations.NullMarked;
