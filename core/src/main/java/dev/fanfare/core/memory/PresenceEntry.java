package dev.fanfare.core.memory;

import dev.fanfare.model.channel.ClientInfo;

/** One client in one channel. Guarded by the lock of its stripe. */
final class PresenceEntry extends ExpiryHeap.Expiring {
    private final PresenceChannel channel;
    private ClientInfo info;

    PresenceEntry(PresenceChannel channel, ClientInfo info) {
        this.channel = channel;
        this.info = info;
    }

    PresenceChannel channel() {
        return channel;
    }

    ClientInfo info() {
        return info;
    }

    void replaceInfo(ClientInfo newInfo) {
        info = newInfo;
    }
}
