package dev.fanfare.transport.netty.fuzz;

import java.util.List;
import java.util.Set;

/**
 * The expected replies to a conversation. Immutable.
 *
 * @param replies messages, pongs and the close frame, in order
 * @param failure the possible codes of a failed connection; empty if the connection does not fail
 * @param pings number of pings received
 * @param ended whether the closing handshake is complete
 */
record Expected(List<Reply> replies, Set<Integer> failure, int pings, boolean ended) {}
