package dev.fanfare.transport.netty.fuzz;

import java.util.List;
import java.util.Set;

/**
 * What a server must reply to a conversation. Immutable.
 *
 * @param replies messages, pongs and the close frame of a server that closes by itself or answers, in their order
 * @param failure with one of which codes it then fails the connection; empty when it does not
 * @param pings how many pings it has read
 * @param ended whether the closing handshake was made
 */
record Expected(List<Reply> replies, Set<Integer> failure, int pings, boolean ended) {}
