/**
 * Whole conversations from seeds, lawful and mutated: what a client says ({@code Conversation}), what a server must reply
 * ({@code ReferenceServer}), and the transport's pipeline in memory ({@code FuzzedServer}).
 */
@NullMarked
package dev.fanfare.transport.netty.fuzz;

import org.jspecify.annotations.NullMarked;
