/**
 * Fuzzing of whole conversations from seeds: the input ({@code Conversation}), the expected replies ({@code ReferenceServer}),
 * and the pipeline of the transport in memory ({@code FuzzedServer}).
 */
@NullMarked
package dev.fanfare.transport.netty.fuzz;

import org.jspecify.annotations.NullMarked;
