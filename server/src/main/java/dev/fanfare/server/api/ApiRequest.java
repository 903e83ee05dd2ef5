package dev.fanfare.server.api;

import static java.util.Objects.requireNonNullElse;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.server.json.InvalidFieldException;
import dev.fanfare.server.json.JsonBinding;
import dev.fanfare.server.json.OverrideFields;
import dev.fanfare.server.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The requests of the HTTP API, one record per method: its components are the fields of the JSON object in snake case. Immutable. A
 * field that was not sent is null, 0 or false.
 */
sealed interface ApiRequest {
    /** Data of a publication; null if it is missing. */
    record Publish(
            @Nullable String channel,

            @JsonDeserialize(using = RawJson.OrNull.class) @Nullable
            Payload data,

            @Nullable String b64data,
            @Nullable Map<String, String> tags,
            boolean skipHistory,
            @Nullable String idempotencyKey,
            boolean delta,
            long version,
            @Nullable String versionEpoch,
            @Nullable String exclude)
            implements ApiRequest {}

    /** One publication to several channels. */
    record Broadcast(
            @Nullable List<String> channels,

            @JsonDeserialize(using = RawJson.OrNull.class) @Nullable
            Payload data,

            @Nullable String b64data,
            @Nullable Map<String, String> tags,
            boolean skipHistory,
            @Nullable String idempotencyKey,
            boolean delta,
            long version,
            @Nullable String versionEpoch,
            @Nullable String exclude)
            implements ApiRequest {
        /** The publication to one of the channels. */
        Publish to(String channel) {
            return new Publish(
                    channel, data, b64data, tags, skipHistory, idempotencyKey, delta, version, versionEpoch, exclude);
        }
    }

    /** A request about the clients of a user. */
    sealed interface OfUser extends ApiRequest {
        @Nullable
        String user();

        @Nullable
        String client();

        @Nullable
        String session();
    }

    /** A server-side subscription. */
    record Subscribe(
            @Nullable String user,
            @Nullable String channel,
            @Nullable String client,
            @Nullable String session,
            @Nullable Payload info,
            @Nullable String b64info,
            @Nullable Payload data,
            @Nullable String b64data,
            long expireAt,
            @Nullable Position recoverSince,
            @Nullable OverrideFields override)
            implements OfUser {}

    /** The end of one subscription, or of all if the channel is missing. */
    record Unsubscribe(
            @Nullable String user,
            @Nullable String channel,
            @Nullable String client,
            @Nullable String session) implements OfUser {}

    /** The end of connections. */
    record Disconnect(
            @Nullable String user,
            @Nullable String client,
            @Nullable String session,
            @Nullable List<String> whitelist,
            @Nullable Reason disconnect)
            implements OfUser {
        /** Close code and reason. */
        record Reason(int code, @Nullable String reason) {}
    }

    /** A new time limit of connections. */
    record Refresh(
            @Nullable String user,
            @Nullable String client,
            @Nullable String session,
            boolean expired,
            long expireAt,
            @Nullable Payload info)
            implements OfUser {}

    record Presence(@Nullable String channel) implements ApiRequest {}

    record PresenceStats(@Nullable String channel) implements ApiRequest {}

    /** A page of a history; a limit of -1 means no limit. */
    record History(
            @Nullable String channel, int limit, @Nullable Position since, boolean reverse) implements ApiRequest {}

    record HistoryRemove(@Nullable String channel) implements ApiRequest {}

    /** Channels with subscribers, all of them if the pattern is missing. */
    record ChannelList(@Nullable String pattern) implements ApiRequest {}

    record ClusterInfo() implements ApiRequest {}

    record Rpc(
            @Nullable String method,
            @Nullable Payload params,
            @Nullable String b64params) implements ApiRequest {}

    /** Several requests. */
    record Batch(
            @JsonDeserialize(using = Commands.class) @Nullable
            List<BatchCommand> commands,

            boolean parallel) implements ApiRequest {}

    /**
     * One request of a batch.
     *
     * @param request null if there is no such method, or it is not allowed in a batch
     */
    record BatchCommand(String method, @Nullable ApiRequest request) {}

    /** A stream position; an empty epoch means the current one. */
    record Position(long offset, @Nullable String epoch) {
        @Nullable
        static StreamPosition of(@Nullable Position position) {
            if (position == null) {
                return null;
            }
            if (position.offset < 0) {
                throw new InvalidFieldException("offset must be 0 or greater, got " + position.offset);
            }
            return new StreamPosition(requireNonNullElse(position.epoch, ""), position.offset);
        }
    }

    /** The record of each method, in the order of the documentation. */
    static Map<String, Class<? extends ApiRequest>> types() {
        return Commands.TYPES;
    }

    /**
     * The value of a required field.
     *
     * @throws ApiException if it is missing or empty
     */
    static String require(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ApiException.badRequest(name + " is required");
        }
        return value;
    }

    /** The data in either of its forms, see {@link JsonBinding#data}. */
    static Payload requireData(Publish request) {
        var data = JsonBinding.data("data", request.data(), request.b64data());
        if (data == null) {
            throw ApiException.badRequest("data or b64data is required");
        }
        return data;
    }

    /** Reads the requests of a batch: each is an object with the request in a field named after its method. */
    final class Commands extends ValueDeserializer<List<BatchCommand>> {
        private static final Map<String, Class<? extends ApiRequest>> TYPES = new LinkedHashMap<>();

        static {
            TYPES.put("publish", Publish.class);
            TYPES.put("broadcast", Broadcast.class);
            TYPES.put("subscribe", Subscribe.class);
            TYPES.put("unsubscribe", Unsubscribe.class);
            TYPES.put("disconnect", Disconnect.class);
            TYPES.put("refresh", Refresh.class);
            TYPES.put("presence", Presence.class);
            TYPES.put("presence_stats", PresenceStats.class);
            TYPES.put("history", History.class);
            TYPES.put("history_remove", HistoryRemove.class);
            TYPES.put("channels", ChannelList.class);
            TYPES.put("info", ClusterInfo.class);
            TYPES.put("rpc", Rpc.class);
            TYPES.put("batch", Batch.class);
        }

        @Override
        public List<BatchCommand> deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.isExpectedStartArrayToken()) {
                context.handleUnexpectedToken(List.class, parser);
            }
            List<BatchCommand> commands = new ArrayList<>();
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                try {
                    read(parser, context, commands);
                } catch (JacksonException problem) {
                    throw problem.prependPath(commands, i);
                }
            }
            return commands;
        }

        private static void read(JsonParser parser, DeserializationContext context, List<BatchCommand> commands) {
            if (!parser.isExpectedStartObjectToken()) {
                context.handleUnexpectedToken(BatchCommand.class, parser);
            }
            for (var method = parser.nextName(); method != null; method = parser.nextName()) {
                parser.nextToken();
                var type = method.equals("batch") ? null : TYPES.get(method);
                if (type == null) {
                    parser.skipChildren();
                    commands.add(new BatchCommand(method, null));
                } else {
                    try {
                        commands.add(new BatchCommand(method, context.readValue(parser, type)));
                    } catch (JacksonException problem) {
                        throw problem.prependPath(BatchCommand.class, method);
                    }
                }
            }
        }
    }
}
