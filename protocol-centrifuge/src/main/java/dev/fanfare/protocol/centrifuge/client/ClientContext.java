package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Node;
import dev.fanfare.protocol.centrifuge.access.CentrifugeAccess;
import java.time.InstantSource;

/** What all clients of one mount share. Immutable. */
public record ClientContext(
        Node node,
        ClientChannels channels,
        CentrifugeAccess access,
        CentrifugeSettings settings,
        InstantSource clock,
        EmulatedSessions emulated,
        CommandLimiter limiter) {}
