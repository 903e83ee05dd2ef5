package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.Overrides;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Encodes grants in messages between nodes. Stateless, thread-safe. */
final class GrantCodec {
    private static final int NO_PAYLOAD = -1;
    private static final int UNSET = -1;

    private static final int MAY_POSITION = 1;
    private static final int MAY_RECOVER = 2;
    private static final int MAY_RECEIVE_JOINS = 4;
    private static final int MAY_FILTER = 8;
    private static final int MAY_DELTA = 16;
    private static final int RECEIVES_JOINS = 32;

    private GrantCodec() {}

    static void write(Grant grant, DataOutputStream out) throws IOException {
        write(grant.chanInfo(), out);
        write(grant.data(), out);
        write(grant.expiry(), out);
        out.writeByte((grant.mayPosition() ? MAY_POSITION : 0)
                | (grant.mayRecover() ? MAY_RECOVER : 0)
                | (grant.mayReceiveJoins() ? MAY_RECEIVE_JOINS : 0)
                | (grant.mayFilter() ? MAY_FILTER : 0)
                | (grant.mayDelta() ? MAY_DELTA : 0)
                | (grant.receivesJoins() ? RECEIVES_JOINS : 0));
        var overrides = grant.overrides();
        write(overrides.presence(), out);
        write(overrides.joinLeave(), out);
        write(overrides.forceRecovery(), out);
        write(overrides.forcePositioning(), out);
        write(overrides.forcePushJoinLeave(), out);
    }

    static Grant grant(DataInputStream in) throws IOException {
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
                (flags & MAY_RECEIVE_JOINS) != 0,
                (flags & MAY_FILTER) != 0,
                (flags & MAY_DELTA) != 0,
                (flags & RECEIVES_JOINS) != 0,
                new Overrides(override(in), override(in), override(in), override(in), override(in)));
    }

    private static void write(@Nullable Boolean override, DataOutputStream out) throws IOException {
        out.writeByte(override == null ? UNSET : override ? 1 : 0);
    }

    private static @Nullable Boolean override(DataInputStream in) throws IOException {
        int value = in.readByte();
        return value == UNSET ? null : value == 1;
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

    static void write(Expiry expiry, DataOutputStream out) throws IOException {
        var at = expiry.at();
        out.writeLong(at == null ? 0 : at.toEpochMilli());
        out.writeBoolean(expiry.serverSide());
    }

    static Expiry expiry(DataInputStream in) throws IOException {
        long millis = in.readLong();
        boolean serverSide = in.readBoolean();
        return millis == 0 ? Expiry.NEVER : new Expiry(Instant.ofEpochMilli(millis), serverSide);
    }
}
