package dev.fanfare.core.session;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Push;

/**
 * A push with its frame. Immutable.
 *
 * @param frame the push encoded for one wire format
 * @param push the push itself
 */
public record EncodedPush(Frame frame, Push push) {}
