package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of publications or clients that one reply may still contain. Confined to one thread.
 *
 * <p>A reply is encoded in one step, and the next replies wait for the bytes of this one (see {@link CommandPace}).
 */
final class ReplyBudget {
    /** Estimated size of the fields of a publication other than its data, and of the names of the fields of a client. */
    private static final int OVERHEAD_BYTES = 64;

    /** The size of a reply in outboxes. A client that returns may have missed more than its outbox can hold. */
    private static final int OUTBOXES = 4;

    private long left;

    ReplyBudget(ClientContext context) {
        this((long) OUTBOXES * context.node().settings().session().outboxMaxBytes());
    }

    ReplyBudget(long bytes) {
        left = bytes;
    }

    /** Returns the estimated size of the clients of a channel. */
    static long bytes(Map<String, ClientInfo> clients) {
        long bytes = 0;
        for (var client : clients.values()) {
            bytes += OVERHEAD_BYTES + client.client().length() + bytes(client);
        }
        return bytes;
    }

    /** Returns the bytes that are left. */
    long left() {
        return left;
    }

    /** Takes the bytes of all publications; returns false, without taking any, if there are too few. */
    boolean take(List<Publication> publications) {
        long bytes = publications.stream().mapToLong(ReplyBudget::bytes).sum();
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }

    /** Takes the bytes of the first publications that fit, and returns these publications: at least one, if there is one. */
    List<Publication> first(List<Publication> publications) {
        int count = 0;
        while (count < publications.size() && (count == 0 || bytes(publications.get(count)) <= left)) {
            left -= bytes(publications.get(count));
            count++;
        }
        return publications.subList(0, count);
    }

    private static long bytes(Publication publication) {
        long bytes = OVERHEAD_BYTES + publication.payload().size() + bytes(publication.publisher());
        for (var tag : publication.tags().entrySet()) {
            bytes += tag.getKey().length() + tag.getValue().length();
        }
        return bytes;
    }

    private static long bytes(@Nullable ClientInfo client) {
        return client == null
                ? 0
                : client.user().length() + client.client().length() + size(client.connInfo()) + size(client.chanInfo());
    }

    private static int size(@Nullable Payload payload) {
        return payload == null ? 0 : payload.size();
    }
}
