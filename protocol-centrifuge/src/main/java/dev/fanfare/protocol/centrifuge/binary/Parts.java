package dev.fanfare.protocol.centrifuge.binary;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.message.DataPush;
import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.protobuf.ClientInfo;
import dev.fanfare.protocol.centrifuge.protobuf.Publication;
import dev.fanfare.protocol.centrifuge.protobuf.SubscribeResult;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What replies and pushes have in common. Stateless, thread-safe. */
final class Parts {
    private Parts() {}

    /** The first publication of a history tells its epoch, for readers that were there before it. */
    static Publication publication(DataPush push) {
        var whole = push.publication();
        var publication = Publication.newBuilder()
                .setData(bytes(push.data()))
                .setDelta(push.delta())
                .putAllTags(whole.tags());
        var position = whole.position();
        if (position != null) {
            publication.setOffset(position.offset());
            if (position.offset() == 1) {
                publication.setEpoch(position.epoch());
            }
        }
        var publisher = whole.publisher();
        if (publisher != null) {
            publication.setInfo(info(publisher));
        }
        return publication.build();
    }

    static ClientInfo info(dev.fanfare.model.channel.ClientInfo info) {
        return ClientInfo.newBuilder()
                .setUser(info.user())
                .setClient(info.client())
                .setConnInfo(bytes(info.connInfo()))
                .setChanInfo(bytes(info.chanInfo()))
                .build();
    }

    static SubscribeResult subscribed(Reply.Subscribed subscribed) {
        var result = SubscribeResult.newBuilder()
                .setExpires(subscribed.ttl() > 0)
                .setTtl(seconds(subscribed.ttl()))
                .setRecoverable(subscribed.recoverable())
                .setRecovered(subscribed.recovered())
                .setWasRecovering(subscribed.wasRecovering())
                .setData(bytes(subscribed.data()))
                .setDelta(subscribed.delta());
        var position = subscribed.position();
        if (position != null) {
            result.setPositioned(true).setEpoch(position.epoch()).setOffset(position.offset());
        }
        subscribed.publications().forEach(publication -> result.addPublications(publication(publication)));
        return result.build();
    }

    static Map<String, SubscribeResult> subs(Map<String, Reply.Subscribed> subs) {
        Map<String, SubscribeResult> results = new HashMap<>();
        subs.forEach((channel, subscribed) -> results.put(channel, subscribed(subscribed)));
        return results;
    }

    /** The bytes, which nobody changes, without a copy; none for null. */
    static ByteString bytes(@Nullable Payload payload) {
        return payload == null ? ByteString.EMPTY : UnsafeByteOperations.unsafeWrap(payload.bytes());
    }

    /** What is longer than the field holds is as good as 68 years. */
    static int seconds(long ttl) {
        return (int) Math.min(ttl, Integer.MAX_VALUE);
    }
}
