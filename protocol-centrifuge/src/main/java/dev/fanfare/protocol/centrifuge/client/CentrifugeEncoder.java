package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.protocol.DeltaEncoder;
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

/** Encodes pushes of channels for one wire format. Immutable, thread-safe. */
class CentrifugeEncoder implements PushEncoder {
    private final ClientTransport transport;
    private final PushSelection selection;
    private final FrameKey key;

    private CentrifugeEncoder(ClientTransport transport, PushSelection selection, boolean deltas) {
        this.transport = transport;
        this.selection = selection;
        this.key = transport.frameKey(deltas);
    }

    /** Creates an encoder for clients with or without deltas. */
    static CentrifugeEncoder of(ClientTransport transport, PushSelection selection, boolean deltas) {
        return deltas ? new WithDeltas(transport, selection) : new CentrifugeEncoder(transport, selection, false);
    }

    /** Encodes publications as deltas. Immutable, thread-safe. */
    private static final class WithDeltas extends CentrifugeEncoder implements DeltaEncoder {
        WithDeltas(ClientTransport transport, PushSelection selection) {
            super(transport, selection, true);
        }

        @Override
        DataPush dataPush(Publication publication) {
            return DataPush.full(transport().encoding(), publication);
        }

        @Override
        public Frame encode(String channel, Publication publication, Publication before) {
            var push = DataPush.after(transport().encoding(), before, publication);
            return transport().push(channel, new ServerPush.Published(push));
        }
    }

    ClientTransport transport() {
        return transport;
    }

    /** The publication for clients that did not receive the previous one. */
    DataPush dataPush(Publication publication) {
        return DataPush.of(publication);
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
        return transport.push(
                channel,
                switch (push) {
                    case Publication publication -> new ServerPush.Published(dataPush(publication));
                    case Join join -> new ServerPush.Joined(join.info());
                    case Leave leave -> new ServerPush.Left(leave.info());
                });
    }
}
