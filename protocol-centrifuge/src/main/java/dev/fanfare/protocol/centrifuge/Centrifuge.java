package dev.fanfare.protocol.centrifuge;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Mount;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.protocol.centrifuge.access.CentrifugeAccess;
import dev.fanfare.protocol.centrifuge.client.CentrifugeSettings;
import dev.fanfare.protocol.centrifuge.client.ClientContext;
import dev.fanfare.protocol.centrifuge.client.EmulatedSessions;
import java.time.InstantSource;
import java.util.Map;

/**
 * Serves clients of the Centrifuge SDKs, on {@code /connection/websocket}. What they publish and
 * subscribe are the program's own channels, with the options that were declared for them.
 */
public final class Centrifuge implements Mount {
    /** Where WebSockets of SDKs connect. */
    public static final String WEBSOCKET = "/connection/websocket";

    private final CentrifugeAccess access;
    private final CentrifugeSettings settings;

    private Centrifuge(CentrifugeAccess access, CentrifugeSettings settings) {
        this.access = access;
        this.settings = settings;
    }

    /** Lets everybody do everything: for programs that only listen to this machine. */
    public static Centrifuge open() {
        return with(CentrifugeAccess.everybody());
    }

    /** Lets in whom this lets in. */
    public static Centrifuge with(CentrifugeAccess access) {
        return with(access, CentrifugeSettings.DEFAULTS);
    }

    /** The same with other limits. */
    public static Centrifuge with(CentrifugeAccess access, CentrifugeSettings settings) {
        return new Centrifuge(access, settings);
    }

    @Override
    public Map<String, HttpHandler> mount(Node node, ClientChannels channels) {
        var context =
                new ClientContext(node, channels, access, settings, InstantSource.system(), new EmulatedSessions());
        return Map.of(WEBSOCKET, new WebSocketEndpoint(context));
    }
}
