package dev.fanfare.simulation.client;

import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Push;

/** The protocol of the simulation: each {@link ClientMessage} as text. Immutable. */
final class SimulationEncoder implements PushEncoder {
    static final SimulationEncoder INSTANCE = new SimulationEncoder();

    private static final FrameKey KEY = new FrameKey("simulation", "", PlainFraming.PLAIN.name());

    private SimulationEncoder() {}

    @Override
    public FrameKey key() {
        return KEY;
    }

    @Override
    public Frame encode(String channel, Push push) {
        return frame(ClientMessage.Pushed.of(channel, push));
    }

    static Frame frame(ClientMessage message) {
        return PlainFraming.PLAIN.message(Payload.text(message.text()));
    }

    static ClientMessage decode(Frame frame) {
        return ClientMessage.parse(PlainFraming.decode(frame).text());
    }
}
