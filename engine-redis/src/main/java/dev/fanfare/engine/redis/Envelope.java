package dev.fanfare.engine.redis;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes pushes. Stateless. A message consists of a version, a type, the position of a positioned publication, and a
 * body. The script that assigns the position inserts it. A history stores the body of a publication. A body has no
 * version. An extension requires a new kind or flag, which nodes of earlier releases reject.
 */
final class Envelope {
    private static final int VERSION = 1;
    private static final int PUBLICATION = 1;
    private static final int POSITIONED = 2;
    private static final int JOIN = 3;
    private static final int LEAVE = 4;
    private static final int HEADER_BYTES = 64;
    /** The bytes of a message before the payload: version, type, kind and flags. */
    private static final int PREFIX_BYTES = 4;

    private static final int TEXT = 0;
    private static final int JSON = 1;
    private static final int BINARY = 2;
    /** Marks an absent payload in place of a kind. */
    private static final int NOTHING = 3;

    /** Flags of the body of a publication. */
    private static final int HAS_PUBLISHER = 1;

    private static final int HAS_TAGS = 2;
    private static final int HAS_EXCLUDED = 4;
    private static final int FLAGS = HAS_PUBLISHER | HAS_TAGS | HAS_EXCLUDED;

    private Envelope() {}

    /** Encodes the message of a publication without history. */
    static byte[] message(Publication publication) {
        return write(
                        publication,
                        new ByteWriter(publicationBytes(publication))
                                .write(VERSION)
                                .write(PUBLICATION))
                .toByteArray();
    }

    static byte[] join(ClientInfo info) {
        return write(info, new ByteWriter(HEADER_BYTES).write(VERSION).write(JOIN))
                .toByteArray();
    }

    static byte[] leave(ClientInfo info) {
        return write(info, new ByteWriter(HEADER_BYTES).write(VERSION).write(LEAVE))
                .toByteArray();
    }

    /** Encodes a publication without its position. */
    static byte[] body(Publication publication) {
        return write(publication, new ByteWriter(publicationBytes(publication))).toByteArray();
    }

    /** Returns the expected size of a publication; exact for a message of a publication that has only a payload. */
    private static int publicationBytes(Publication publication) {
        boolean onlyPayload =
                publication.publisher() == null && publication.tags().isEmpty() && publication.excluded() == null;
        return publication.payload().size() + (onlyPayload ? PREFIX_BYTES : HEADER_BYTES);
    }

    private static ByteWriter write(Publication publication, ByteWriter out) {
        var payload = publication.payload();
        var publisher = publication.publisher();
        var tags = publication.tags();
        var excluded = publication.excluded();
        out.write(code(payload.kind()))
                .write((publisher == null ? 0 : HAS_PUBLISHER)
                        | (tags.isEmpty() ? 0 : HAS_TAGS)
                        | (excluded == null ? 0 : HAS_EXCLUDED));
        if (publisher != null) {
            write(publisher, out);
        }
        if (!tags.isEmpty()) {
            out.number(tags.size());
            tags.forEach((name, value) -> out.text(name).text(value));
        }
        if (excluded != null) {
            out.text(excluded);
        }
        return out.bytes(payload.bytes());
    }

    /** Decodes a message. */
    static Push push(byte[] message) {
        var in = new ByteReader(message);
        int version = in.read();
        if (version != VERSION) {
            throw new EngineException(
                    "unsupported message version " + version + ", this node supports version " + VERSION);
        }
        int type = in.read();
        return switch (type) {
            case PUBLICATION -> publication(in, null);
            case POSITIONED -> publication(in, position(in));
            case JOIN -> new Join(info(in));
            case LEAVE -> new Leave(info(in));
            default ->
                throw new EngineException("unsupported message type " + type + ", this node supports types "
                        + PUBLICATION + " to " + LEAVE);
        };
    }

    /** Decodes the body of a publication from a history. */
    static Publication publication(byte[] body, StreamPosition position) {
        return publication(new ByteReader(body), position);
    }

    private static Publication publication(ByteReader in, @Nullable StreamPosition position) {
        int kind = in.read();
        int flags = in.read();
        if ((flags & ~FLAGS) != 0) {
            throw new EngineException(
                    "unsupported flags " + flags + " of a publication, this node supports flags 0 to " + FLAGS);
        }
        var publisher = (flags & HAS_PUBLISHER) == 0 ? null : info(in);
        var tags = (flags & HAS_TAGS) == 0 ? Map.<String, String>of() : tags(in);
        var excluded = (flags & HAS_EXCLUDED) == 0 ? null : in.text();
        return new Publication(payload(kind, in.rest()), position, tags, publisher, excluded);
    }

    private static StreamPosition position(ByteReader in) {
        var epoch = in.text(in.read());
        return new StreamPosition(epoch, in.fixedNumber());
    }

    private static Map<String, String> tags(ByteReader in) {
        long count = in.number();
        var tags = new HashMap<String, String>();
        for (long i = 0; i < count; i++) {
            tags.put(in.text(), in.text());
        }
        return tags;
    }

    /** Encodes the data of a client other than its user; empty for none. */
    static byte[] data(ClientInfo info) {
        return info.connInfo() == null && info.chanInfo() == null
                ? new byte[0]
                : write(info.chanInfo(), write(info.connInfo(), new ByteWriter(HEADER_BYTES)))
                        .toByteArray();
    }

    /** Decodes a client with the data of {@link #data(ClientInfo)}; null for no data. */
    static ClientInfo data(String client, String user, byte @Nullable [] data) {
        if (data == null) {
            return new ClientInfo(client, user);
        }
        var in = new ByteReader(data);
        return new ClientInfo(client, user, data(in), data(in));
    }

    private static ByteWriter write(ClientInfo info, ByteWriter out) {
        return write(
                info.chanInfo(), write(info.connInfo(), out.text(info.client()).text(info.user())));
    }

    private static ByteWriter write(@Nullable Payload data, ByteWriter out) {
        return data == null
                ? out.write(NOTHING)
                : out.write(code(data.kind())).number(data.size()).bytes(data.bytes());
    }

    private static ClientInfo info(ByteReader in) {
        return new ClientInfo(in.text(), in.text(), data(in), data(in));
    }

    private static @Nullable Payload data(ByteReader in) {
        int kind = in.read();
        return kind == NOTHING ? null : payload(kind, in.bytes(in.number()));
    }

    private static int code(Kind kind) {
        return switch (kind) {
            case TEXT -> TEXT;
            case JSON -> JSON;
            case BINARY -> BINARY;
        };
    }

    private static Payload payload(int code, byte[] bytes) {
        return switch (code) {
            case TEXT -> Payload.validatedText(bytes);
            case JSON -> Payload.validatedJson(bytes);
            case BINARY -> Payload.binary(bytes);
            default ->
                throw new EngineException(
                        "unsupported kind " + code + " of data, this node supports kinds " + TEXT + " to " + BINARY);
        };
    }
}
