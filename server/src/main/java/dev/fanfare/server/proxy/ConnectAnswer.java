package dev.fanfare.server.proxy;

import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.channel.Payload;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A backend lets a client in. Immutable.
 *
 * @param user empty for an anonymous one
 * @param expiry until when, and then the backend is asked
 * @param info what others are told of the user; null for nothing
 * @param data for the client; null for none
 * @param meta what the backend is told with later questions; null for nothing
 * @param channels server-side subscriptions
 * @param subs the same, with what the backend says of each
 */
public record ConnectAnswer(
        String user,
        Expiry expiry,
        @Nullable Payload info,
        @Nullable Payload data,
        @Nullable Payload meta,
        List<String> channels,
        Map<String, SubscribeAnswer> subs) {
    public ConnectAnswer {
        channels = List.copyOf(channels);
        subs = Map.copyOf(subs);
    }

    static ConnectAnswer read(JsonObject result) {
        var subs = result.objects("subs");
        return new ConnectAnswer(
                result.text("user"),
                SubscribeAnswer.expiry(result),
                result.payload("info"),
                result.payload("data"),
                result.json("meta"),
                result.texts("channels"),
                subs.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, sub -> SubscribeAnswer.read(sub.getValue()))));
    }
}
