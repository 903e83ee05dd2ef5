package dev.fanfare.core.session;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Push;

/**
 * A push on its way to sessions. Immutable.
 *
 * @param frame the push, encoded for one kind of receiver
 * @param push what the frame was made of
 */
public record EncodedPush(Frame frame, Push push) {}
