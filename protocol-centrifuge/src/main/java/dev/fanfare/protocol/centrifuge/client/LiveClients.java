package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.channel.EngineException;
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

/** Actions of the application on connected clients of all nodes. Thread-safe. Actions are sent at most once and not confirmed. */
public final class LiveClients {
    private static final String TOPIC = "centrifuge.clients";
    private static final int SUBSCRIBE = 1;
    private static final int REFRESH = 2;
    private static final int UNSUBSCRIBE = 3;
    private static final int DISCONNECT = 4;

    private final ClientContext context;

    /** Starts to process the actions of all nodes. */
    public LiveClients(ClientContext context) {
        this.context = context;
        context.node().topics().listen(TOPIC, this::onMessage);
    }

    /**
     * The clients to which an action applies. Immutable.
     *
     * @param user id of the user; empty for all anonymous clients
     * @param client id of a single client of the user; empty for all
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
     * Subscribes clients to the channel unless they are subscribed. Completes when the action is sent to all nodes.
     *
     * @param since position to recover from; null without recovery
     */
    public CompletionStage<Void> subscribe(Target target, String channel, Grant grant, @Nullable StreamPosition since) {
        return send(out -> {
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

    /** Unsubscribes clients from a channel, or from all channels if the name is empty. Completes when the action is sent to all nodes. */
    public CompletionStage<Void> unsubscribe(Target target, String channel) {
        return send(out -> {
            begin(UNSUBSCRIBE, target, out);
            out.writeUTF(channel);
        });
    }

    /** Disconnects clients, except those with the given ids. Completes when the action is sent to all nodes. */
    public CompletionStage<Void> disconnect(Target target, CloseReason reason, Set<String> except) {
        return send(out -> {
            begin(DISCONNECT, target, out);
            out.writeInt(reason.code());
            out.writeUTF(reason.reason());
            out.writeInt(except.size());
            for (var client : except) {
                out.writeUTF(client);
            }
        });
    }

    /** Replaces the time limit of connections and informs the clients. Completes when the action is sent to all nodes. */
    public CompletionStage<Void> refresh(Target target, Expiry expiry) {
        return send(out -> {
            begin(REFRESH, target, out);
            GrantCodec.write(expiry, out);
        });
    }

    private void onMessage(String fromNode, byte[] message) {
        try (var in = new DataInputStream(new ByteArrayInputStream(message))) {
            int type = in.readByte();
            each(new Target(in.readUTF(), in.readUTF()), action(type, in));
        } catch (IOException malformed) {
            throw new EngineException("cannot decode an action for clients: " + malformed.getMessage(), malformed);
        }
    }

    private static BiConsumer<String, LiveClient> action(int type, DataInputStream in) throws IOException {
        return switch (type) {
            case SUBSCRIBE -> readSubscribe(in);
            case UNSUBSCRIBE -> {
                var channel = in.readUTF();
                yield (id, client) -> client.unsubscribe(channel);
            }
            case DISCONNECT -> readDisconnect(in);
            case REFRESH -> {
                var expiry = GrantCodec.expiry(in);
                yield (id, client) -> client.refresh(expiry);
            }
            default ->
                throw new IOException(
                        "unsupported type " + type + ": this node supports types " + SUBSCRIBE + " to " + DISCONNECT);
        };
    }

    private static BiConsumer<String, LiveClient> readSubscribe(DataInputStream in) throws IOException {
        var channel = in.readUTF();
        var since = in.readBoolean() ? new StreamPosition(in.readUTF(), in.readLong()) : null;
        var grant = GrantCodec.grant(in);
        return (id, client) -> client.subscribe(Command.Subscribe.plain(channel).withSince(since), grant);
    }

    private static BiConsumer<String, LiveClient> readDisconnect(DataInputStream in) throws IOException {
        var reason = new CloseReason(in.readInt(), in.readUTF());
        Set<String> except = new HashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            except.add(in.readUTF());
        }
        return (id, client) -> {
            if (!except.contains(id)) {
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

    /** Writes an action. */
    @FunctionalInterface
    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private CompletionStage<Void> send(Writer writer) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            writer.write(out);
        } catch (IOException tooLong) {
            throw new UncheckedIOException("cannot encode an action: a text exceeds 65535 bytes", tooLong);
        }
        return context.node().topics().sendAll(TOPIC, bytes.toByteArray());
    }
}
