package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.protocol.centrifuge.message.Command;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the program does to clients that are connected, on all nodes. Thread-safe. At most once, and not confirmed. */
public final class LiveClients {
    private static final Logger LOG = LoggerFactory.getLogger(LiveClients.class);
    private static final String TOPIC = "centrifuge.clients";
    private static final int SUBSCRIBE = 1;
    private static final int REFRESH = 2;
    private static final int UNSUBSCRIBE = 3;
    private static final int DISCONNECT = 4;

    private final ClientContext context;

    /** Begins to do what any node wants. */
    public LiveClients(ClientContext context) {
        this.context = context;
        context.node().topics().listen(TOPIC, this::onMessage);
    }

    /**
     * Whom something is done to. Immutable.
     *
     * @param user all of whose clients; the empty name is that of all anonymous ones
     * @param client only this one of them; empty for all
     */
    public record Target(String user, String client) {
        /** All clients of a user. */
        public static Target user(String user) {
            return new Target(user, "");
        }

        boolean includes(String id) {
            return client.isEmpty() || client.equals(id);
        }
    }

    /**
     * Subscribes clients to the channel; those that are subscribed stay so. Completes when all nodes were told.
     *
     * @param since where they stand, to recover from there; null to begin anew
     */
    public CompletionStage<Void> subscribe(Target target, String channel, Grant grant, @Nullable StreamPosition since) {
        return tell(out -> {
            begin(SUBSCRIBE, target, out);
            out.writeUTF(channel);
            out.writeBoolean(since != null);
            if (since != null) {
                out.writeUTF(since.epoch());
                out.writeLong(since.offset());
            }
            GrantCodec.write(grant, out);
        });
    }

    /** Ends subscriptions of the channel, or of all channels when that is empty. Completes when all nodes were told. */
    public CompletionStage<Void> unsubscribe(Target target, String channel) {
        return tell(out -> {
            begin(UNSUBSCRIBE, target, out);
            out.writeUTF(channel);
        });
    }

    /** Ends connections, but those of the clients that are spared. Completes when all nodes were told. */
    public CompletionStage<Void> disconnect(Target target, CloseReason reason, Set<String> spared) {
        return tell(out -> {
            begin(DISCONNECT, target, out);
            out.writeInt(reason.code());
            out.writeUTF(reason.reason());
            out.writeInt(spared.size());
            for (var client : spared) {
                out.writeUTF(client);
            }
        });
    }

    /** Lets connections live so long, and tells the clients. Completes when all nodes were told. */
    public CompletionStage<Void> refresh(Target target, Expiry expiry) {
        return tell(out -> {
            begin(REFRESH, target, out);
            GrantCodec.write(expiry, out);
        });
    }

    private void onMessage(String fromNode, byte[] message) {
        try (var in = new DataInputStream(new ByteArrayInputStream(message))) {
            int type = in.readByte();
            each(new Target(in.readUTF(), in.readUTF()), action(type, in));
        } catch (IOException malformed) {
            LOG.warn("node {} said what this one does not understand", fromNode, malformed);
        }
    }

    private static BiConsumer<String, LiveClient> action(int type, DataInputStream in) throws IOException {
        return switch (type) {
            case SUBSCRIBE -> subscribing(in);
            case UNSUBSCRIBE -> {
                var channel = in.readUTF();
                yield (id, client) -> client.unsubscribe(channel);
            }
            case DISCONNECT -> disconnecting(in);
            case REFRESH -> {
                var expiry = GrantCodec.expiry(in);
                yield (id, client) -> client.refresh(expiry);
            }
            default -> throw new IOException("unknown type " + type);
        };
    }

    private static BiConsumer<String, LiveClient> subscribing(DataInputStream in) throws IOException {
        var channel = in.readUTF();
        var since = in.readBoolean() ? new StreamPosition(in.readUTF(), in.readLong()) : null;
        var grant = GrantCodec.grant(in);
        return (id, client) -> client.subscribe(Command.Subscribe.plain(channel).withSince(since), grant);
    }

    private static BiConsumer<String, LiveClient> disconnecting(DataInputStream in) throws IOException {
        var reason = new CloseReason(in.readInt(), in.readUTF());
        Set<String> spared = new HashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            spared.add(in.readUTF());
        }
        return (id, client) -> {
            if (!spared.contains(id)) {
                client.disconnect(reason);
            }
        };
    }

    private void each(Target target, BiConsumer<String, LiveClient> action) {
        for (var session : context.node().clients().ofUser(target.user())) {
            session.loop().execute(() -> {
                var live = session.listener() instanceof ClientConnection client ? client.live() : null;
                var info = session.info();
                if (live != null && info != null && target.includes(info.client())) {
                    action.accept(info.client(), live);
                }
            });
        }
    }

    private static void begin(int type, Target target, DataOutputStream out) throws IOException {
        out.writeByte(type);
        out.writeUTF(target.user());
        out.writeUTF(target.client());
    }

    /** Writes a message. */
    @FunctionalInterface
    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private CompletionStage<Void> tell(Writer writer) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            writer.write(out);
        } catch (IOException tooLong) {
            throw new UncheckedIOException("a message between nodes can't be written", tooLong);
        }
        return context.node().topics().sendAll(TOPIC, bytes.toByteArray());
    }
}
