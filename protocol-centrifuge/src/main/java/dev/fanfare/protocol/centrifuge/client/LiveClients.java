package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.channel.Kind;
import dev.fanfare.core.channel.Payload;
import dev.fanfare.protocol.centrifuge.access.Expiry;
import dev.fanfare.protocol.centrifuge.access.Grant;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the program does to clients that are connected, on all nodes. Thread-safe. At most once, and not confirmed. */
public final class LiveClients {
    private static final Logger LOG = LoggerFactory.getLogger(LiveClients.class);
    private static final String TOPIC = "centrifuge.clients";
    private static final int SUBSCRIBE = 1;
    private static final int REFRESH = 2;
    private static final int NO_PAYLOAD = -1;

    private static final int MAY_POSITION = 1;
    private static final int MAY_RECOVER = 2;
    private static final int MAY_HEAR_JOINS = 4;
    private static final int MAY_FILTER = 8;
    private static final int MAY_DELTA = 16;
    private static final int HEARS_JOINS = 32;

    private final ClientContext context;

    /** Begins to do what any node wants. */
    public LiveClients(ClientContext context) {
        this.context = context;
        context.node().topics().listen(TOPIC, this::onMessage);
    }

    /** Subscribes the user's clients to the channel; those that are subscribed stay so. Completes when all nodes were told. */
    public CompletionStage<Void> subscribe(String user, String channel, Grant grant) {
        return tell(out -> {
            out.writeByte(SUBSCRIBE);
            out.writeUTF(user);
            out.writeUTF(channel);
            write(grant, out);
        });
    }

    /** Lets the user's connections live so long, and tells the clients. Completes when all nodes were told. */
    public CompletionStage<Void> refresh(String user, Expiry expiry) {
        return tell(out -> {
            out.writeByte(REFRESH);
            out.writeUTF(user);
            write(expiry, out);
        });
    }

    private void onMessage(String fromNode, byte[] message) {
        try (var in = new DataInputStream(new ByteArrayInputStream(message))) {
            int type = in.readByte();
            var user = in.readUTF();
            switch (type) {
                case SUBSCRIBE -> {
                    var channel = in.readUTF();
                    var grant = grant(in);
                    each(user, client -> client.subscribe(channel, grant));
                }
                case REFRESH -> {
                    var expiry = expiry(in);
                    each(user, client -> client.refresh(expiry));
                }
                default -> throw new IOException("unknown type " + type);
            }
        } catch (IOException malformed) {
            LOG.warn("node {} said what this one does not understand", fromNode, malformed);
        }
    }

    private void each(String user, Consumer<ClientConnection> action) {
        for (var session : context.node().clients().ofUser(user)) {
            session.loop().execute(() -> {
                if (session.listener() instanceof ClientConnection client) {
                    action.accept(client);
                }
            });
        }
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

    private static void write(Grant grant, DataOutputStream out) throws IOException {
        write(grant.chanInfo(), out);
        write(grant.data(), out);
        write(grant.expiry(), out);
        out.writeByte((grant.mayPosition() ? MAY_POSITION : 0)
                | (grant.mayRecover() ? MAY_RECOVER : 0)
                | (grant.mayHearJoins() ? MAY_HEAR_JOINS : 0)
                | (grant.mayFilter() ? MAY_FILTER : 0)
                | (grant.mayDelta() ? MAY_DELTA : 0)
                | (grant.hearsJoins() ? HEARS_JOINS : 0));
    }

    private static Grant grant(DataInputStream in) throws IOException {
        var chanInfo = payload(in);
        var data = payload(in);
        var expiry = expiry(in);
        int flags = in.readByte();
        return new Grant(
                chanInfo,
                expiry,
                data,
                (flags & MAY_POSITION) != 0,
                (flags & MAY_RECOVER) != 0,
                (flags & MAY_HEAR_JOINS) != 0,
                (flags & MAY_FILTER) != 0,
                (flags & MAY_DELTA) != 0,
                (flags & HEARS_JOINS) != 0);
    }

    private static void write(@Nullable Payload payload, DataOutputStream out) throws IOException {
        if (payload == null) {
            out.writeInt(NO_PAYLOAD);
        } else {
            out.writeInt(payload.size());
            out.writeUTF(payload.kind().name());
            out.write(payload.bytes());
        }
    }

    private static @Nullable Payload payload(DataInputStream in) throws IOException {
        int size = in.readInt();
        if (size == NO_PAYLOAD) {
            return null;
        }
        var kind = in.readUTF();
        var bytes = in.readNBytes(size);
        return kind.equals(Kind.JSON.name())
                ? Payload.validatedJson(bytes)
                : kind.equals(Kind.TEXT.name()) ? Payload.validatedText(bytes) : Payload.binary(bytes);
    }

    private static void write(Expiry expiry, DataOutputStream out) throws IOException {
        var at = expiry.at();
        out.writeLong(at == null ? 0 : at.toEpochMilli());
    }

    private static Expiry expiry(DataInputStream in) throws IOException {
        long millis = in.readLong();
        return millis == 0 ? Expiry.NEVER : Expiry.at(Instant.ofEpochMilli(millis));
    }
}
