package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.protocol.PushSelection;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.protocol.centrifuge.message.DataPush;
import dev.fanfare.protocol.centrifuge.message.ServerPush;

/** Pushes of channels for one kind of client. Immutable. */
final class ClientEncoder implements PushEncoder {
    private final Wire wire;
    private final PushSelection selection;
    private final FrameKey key;

    ClientEncoder(Wire wire, PushSelection selection) {
        this.wire = wire;
        this.selection = selection;
        this.key = new FrameKey("centrifuge", wire.name(), wire.framing().name());
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
        return wire.push(
                channel,
                switch (push) {
                    case Publication publication -> new ServerPush.Published(DataPush.of(publication));
                    case Join join -> new ServerPush.Joined(join.info());
                    case Leave leave -> new ServerPush.Left(leave.info());
                });
    }
}
