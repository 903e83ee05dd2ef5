package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.protocol.DeltaEncoder;
import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.protocol.PushSelection;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.protocol.centrifuge.message.DataPush;
import dev.fanfare.protocol.centrifuge.message.ServerPush;

/** Pushes of channels for one kind of client, whose publications are told by what is different. Immutable. */
final class DeltaClientEncoder implements DeltaEncoder {
    private final Wire wire;
    private final PushSelection selection;
    private final FrameKey key;

    DeltaClientEncoder(Wire wire, PushSelection selection) {
        this.wire = wire;
        this.selection = selection;
        this.key = new FrameKey(
                "centrifuge", wire.name() + " fossil", wire.framing().name());
    }

    @Override
    public FrameKey key() {
        return key;
    }

    @Override
    public PushSelection selection() {
        return selection;
    }

    @Override
    public Frame encode(String channel, Push push) {
        return switch (push) {
            case Publication publication -> frame(channel, DataPush.full(wire.encoding(), publication));
            case Join join -> wire.push(channel, new ServerPush.Joined(join.info()));
            case Leave leave -> wire.push(channel, new ServerPush.Left(leave.info()));
        };
    }

    @Override
    public Frame encode(String channel, Publication publication, Publication before) {
        return frame(channel, DataPush.after(wire.encoding(), before, publication));
    }

    private Frame frame(String channel, DataPush push) {
        return wire.push(channel, new ServerPush.Published(push));
    }
}
