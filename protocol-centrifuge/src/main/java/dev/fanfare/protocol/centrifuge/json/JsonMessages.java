package dev.fanfare.protocol.centrifuge.json;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.protocol.centrifuge.message.DataPush;
import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.message.ServerPush;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes replies and pushes as JSON, and the parts that the HTTP API shares with them. Stateless, thread-safe. */
public final class JsonMessages {
    /** Estimated size of the fields of a publication other than its data. */
    private static final int PUBLICATION_OVERHEAD = 64;

    private JsonMessages() {}

    static void reply(JsonEncoding encoding, JsonOutput out, int id, Reply reply) {
        out.beginObject().number("id", Integer.toUnsignedLong(id));
        switch (reply) {
            case Reply.Failed failed ->
                out.name("error")
                        .beginObject()
                        .number("code", failed.code())
                        .text("message", failed.message())
                        .flag("temporary", failed.temporary())
                        .endObject();
            case Reply.Connected connected -> connected(encoding, out.name("connect"), connected);
            case Reply.Subscribed subscribed -> subscribed(encoding, out.name("subscribe"), subscribed);
            case Reply.Done done ->
                out.name(done == Reply.Done.PUBLISHED ? "publish" : "unsubscribe")
                        .beginObject()
                        .endObject();
            case Reply.Presence presence ->
                out.name("presence").encoded(presence.encoded().in(encoding, () -> presence(presence)));
            case Reply.PresenceStats stats ->
                out.name("presence_stats")
                        .beginObject()
                        .name("num_clients")
                        .number(stats.clients())
                        .name("num_users")
                        .number(stats.users())
                        .endObject();
            case Reply.History history -> history(out.name("history"), history);
            case Reply.Rpc rpc ->
                out.name("rpc").beginObject().payload("data", rpc.data()).endObject();
            case Reply.Refreshed refreshed -> {
                out.name("refresh")
                        .beginObject()
                        .text("client", refreshed.client())
                        .text("version", refreshed.version());
                expiry(out, refreshed.ttl()).endObject();
            }
            case Reply.SubRefreshed refreshed ->
                expiry(out.name("sub_refresh").beginObject(), refreshed.ttl()).endObject();
        }
        out.endObject();
    }

    /** Writes a push without the reply around it; the channel is empty if the push does not belong to one. */
    static void push(JsonEncoding encoding, JsonOutput out, String channel, ServerPush push) {
        out.beginObject().text("channel", channel);
        switch (push) {
            case ServerPush.Published published -> publication(out.name("pub"), published.data());
            case ServerPush.Joined joined -> membership(out.name("join"), joined.info());
            case ServerPush.Left left -> membership(out.name("leave"), left.info());
            case ServerPush.Unsubscribed ended -> ending(out.name("unsubscribe"), ended.code(), ended.reason());
            case ServerPush.Subscribed subscribed -> {
                out.name("subscribe").beginObject().flag("recoverable", subscribed.recoverable());
                position(out, subscribed.position());
                out.payload("data", subscribed.data()).endObject();
            }
            case ServerPush.Message message ->
                out.name("message")
                        .beginObject()
                        .payload("data", message.data())
                        .endObject();
            case ServerPush.Connected connected -> connected(encoding, out.name("connect"), connected.result());
            case ServerPush.Disconnected ended -> ending(out.name("disconnect"), ended.code(), ended.reason());
            case ServerPush.Refreshed refreshed ->
                expiry(out.name("refresh").beginObject(), refreshed.ttl()).endObject();
        }
        out.endObject();
    }

    private static void ending(JsonOutput out, int code, String reason) {
        out.beginObject().number("code", code).text("reason", reason).endObject();
    }

    private static void connected(JsonEncoding encoding, JsonOutput out, Reply.Connected connected) {
        expiry(
                        out.beginObject().text("client", connected.client()).text("version", connected.version()),
                        connected.ttl())
                .payload("data", connected.data());
        if (!connected.subs().isEmpty()) {
            out.name("subs").beginObject();
            connected.subs().forEach((channel, subscribed) -> subscribed(encoding, out.name(channel), subscribed));
            out.endObject();
        }
        out.number("ping", connected.ping())
                .flag("pong", connected.pong())
                .text("session", connected.session())
                .text("node", connected.node())
                .number("time", connected.time())
                .endObject();
    }

    private static void subscribed(JsonEncoding encoding, JsonOutput out, Reply.Subscribed subscribed) {
        expiry(out.beginObject(), subscribed.ttl()).flag("recoverable", subscribed.recoverable());
        var publications = subscribed.publications();
        if (!publications.all().isEmpty()) {
            out.name("publications").encoded(publications.encoded().in(encoding, () -> array(publications.all())));
        }
        out.flag("recovered", subscribed.recovered());
        position(out, subscribed.position());
        out.payload("data", subscribed.data())
                .flag("was_recovering", subscribed.wasRecovering())
                .flag("delta", subscribed.delta())
                .endObject();
    }

    private static JsonOutput expiry(JsonOutput out, long ttl) {
        return out.flag("expires", ttl > 0).number("ttl", ttl);
    }

    private static void position(JsonOutput out, @Nullable StreamPosition position) {
        if (position != null) {
            out.flag("positioned", true).text("epoch", position.epoch()).number("offset", position.offset());
        }
    }

    private static byte[] presence(Reply.Presence presence) {
        var out = new JsonOutput();
        out.beginObject().name("presence").beginObject();
        presence.clients().forEach((client, info) -> info(out.name(client), info));
        return out.endObject().endObject().toPayload().bytes();
    }

    private static void history(JsonOutput out, Reply.History history) {
        out.beginObject();
        pushes(out, history.publications());
        out.name("epoch")
                .string(history.top().epoch())
                .name("offset")
                .number(history.top().offset())
                .endObject();
    }

    /** Writes the field {@code publications}, without deltas. */
    public static void publications(JsonOutput out, List<Publication> publications) {
        pushes(out, DataPush.allOf(publications));
    }

    private static byte[] array(List<DataPush> publications) {
        var out = new JsonOutput();
        array(out, publications);
        return out.toPayload().bytes();
    }

    private static void pushes(JsonOutput out, List<DataPush> publications) {
        array(out.name("publications"), publications);
    }

    private static void array(JsonOutput out, List<DataPush> publications) {
        out.ensure(publications.stream()
                .mapToInt(push -> push.data().size() + PUBLICATION_OVERHEAD)
                .sum());
        out.beginArray();
        publications.forEach(publication -> publication(out, publication));
        out.endArray();
    }

    private static void publication(JsonOutput out, DataPush push) {
        var publication = push.publication();
        out.beginObject().name("data").payload(push.data());
        if (publication.publisher() != null) {
            info(out.name("info"), publication.publisher());
        }
        var position = publication.position();
        if (position != null) {
            out.number("offset", position.offset());
        }
        if (!publication.tags().isEmpty()) {
            out.name("tags").beginObject();
            publication.tags().forEach((name, value) -> out.name(name).string(value));
            out.endObject();
        }
        out.flag("delta", push.delta());
        if (position != null && position.offset() == 1) {
            out.text("epoch", position.epoch());
        }
        out.endObject();
    }

    private static void membership(JsonOutput out, ClientInfo info) {
        info(out.beginObject().name("info"), info);
        out.endObject();
    }

    /** Writes a client as other clients see it. */
    public static void info(JsonOutput out, ClientInfo info) {
        out.beginObject()
                .name("user")
                .string(info.user())
                .name("client")
                .string(info.client())
                .payload("conn_info", info.connInfo())
                .payload("chan_info", info.chanInfo())
                .endObject();
    }
}
