package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.protocol.centrifuge.message.Reply;
import java.util.function.Consumer;

/**
 * Receives the result of a subscribe. Immutable.
 *
 * @param budget the bytes of publications that the result may contain; the subscriptions of a connect share one budget
 * @param receiver receives the result, before the first push of the channel
 */
record SubscribeReply(ReplyBudget budget, Consumer<Reply.Subscribed> receiver) {}
