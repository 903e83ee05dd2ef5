package dev.fanfare.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The results of the HTTP API, as records whose components are the fields of the JSON object in snake case. Immutable. Fields with
 * the default of their type are left out unless annotated.
 */
sealed interface ApiResult {
    /** The result of methods that return nothing. */
    ApiResult DONE = new Done();

    record Done() implements ApiResult {}

    /** The position of a publication; without fields if the channel keeps no history. */
    record Published(long offset, @Nullable String epoch) implements ApiResult {
        static Published at(@Nullable StreamPosition position) {
            return position == null ? new Published(0, null) : new Published(position.offset(), position.epoch());
        }
    }

    /** One reply per channel, in the order of the request. */
    record Broadcast(@JsonInclude List<ApiReply> responses) implements ApiResult {}

    /** Clients by id. */
    record Presence(@JsonInclude Map<String, Client> presence) implements ApiResult {
        static Presence of(Map<String, ClientInfo> members) {
            var presence = new LinkedHashMap<String, Client>();
            members.forEach((id, info) -> presence.put(id, Client.of(info)));
            return new Presence(presence);
        }
    }

    @JsonInclude
    record PresenceStats(int numClients, int numUsers) implements ApiResult {}

    record History(
            @JsonInclude List<Item> publications,
            @JsonInclude String epoch,
            @JsonInclude long offset) implements ApiResult {}

    record ChannelList(@JsonInclude Map<String, ChannelSize> channels) implements ApiResult {}

    record ClusterInfo(@JsonInclude List<NodeInfo> nodes) implements ApiResult {}

    record Rpc(Payload data) implements ApiResult {}

    /** The replies of a batch, in the order of the request; each has one field, a method or {@code error}. */
    record Batch(@JsonInclude List<Map<String, Object>> replies) implements ApiResult {}

    /** A publication of a history. */
    record Item(
            Payload data,
            @Nullable Client info,
            long offset,
            Map<String, String> tags,
            @Nullable String epoch) {
        static Item of(Publication publication) {
            var publisher = publication.publisher();
            var position = publication.position();
            return new Item(
                    publication.payload(),
                    publisher == null ? null : Client.of(publisher),
                    position == null ? 0 : position.offset(),
                    publication.tags(),
                    position == null || position.offset() != 1 ? null : position.epoch());
        }
    }

    /** A client as other clients see it. */
    record Client(
            @JsonInclude String user,
            @JsonInclude String client,
            @Nullable Payload connInfo,
            @Nullable Payload chanInfo) {
        static Client of(ClientInfo info) {
            return new Client(info.user(), info.client(), info.connInfo(), info.chanInfo());
        }
    }

    record ChannelSize(@JsonInclude long numClients) {}

    /** A node, its load, and its uptime in seconds. */
    @JsonInclude
    record NodeInfo(
            String uid,
            String name,
            String version,
            long numClients,
            long numUsers,
            long numSubs,
            long numChannels,
            long uptime) {}

    /** The outcome of a request: a result or an error. */
    record ApiReply(@Nullable ApiResult result, @Nullable ApiError error) {
        /** Never fails: exceptions become errors. */
        static CompletionStage<ApiReply> of(Supplier<CompletionStage<ApiResult>> request) {
            return stage(request)
                    .thenApply(result -> new ApiReply(result, null))
                    .exceptionally(failure ->
                            new ApiReply(null, ApiException.of(failure).error()));
        }

        /** The stage of a request; it fails if the request throws. */
        static CompletionStage<ApiResult> stage(Supplier<CompletionStage<ApiResult>> request) {
            try {
                return request.get();
            } catch (RuntimeException failure) {
                return CompletableFuture.failedStage(failure);
            }
        }

        /** The JSON object of the response body. */
        Object body() {
            return result instanceof Batch batch ? batch : this;
        }
    }

    record ApiError(@JsonInclude int code, @JsonInclude String message) {}
}
