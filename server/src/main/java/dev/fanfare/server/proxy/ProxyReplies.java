package dev.fanfare.server.proxy;

import static java.util.Objects.requireNonNullElse;

import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.server.json.InvalidFieldException;
import dev.fanfare.server.json.JsonBinding;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The responses of backends: a result, an error or a disconnect. Stateless. */
final class ProxyReplies {
    /** The body of a response, of which one field is set. */
    record Body(
            @Nullable Payload result,
            @Nullable ErrorReply error,
            @Nullable Disconnect disconnect) {}

    record ErrorReply(int code, @Nullable String message, boolean temporary) {}

    record Disconnect(int code, @Nullable String reason) {}

    /** The result of both refresh proxies. */
    record Refreshed(
            boolean expired,
            long expireAt,
            @Nullable Payload info,
            @Nullable String b64info,
            @Nullable Payload meta) {
        Refreshed {
            info = JsonBinding.data("info", info, b64info);
            JsonBinding.time("expire_at", expireAt);
        }

        Renewal renewal() {
            return expired ? Renewal.OVER : new Renewal(SubscribeAnswer.renewAt(expireAt), info, meta);
        }
    }

    /** The result of a publish proxy; without data the client's is published. */
    record Published(
            @Nullable Payload data,
            @Nullable String b64data,
            Map<String, String> tags,
            @Nullable String idempotencyKey,
            boolean skipHistory,
            long version,
            @Nullable String versionEpoch) {
        Published {
            data = JsonBinding.data("data", data, b64data);
            tags = requireNonNullElse(tags, Map.of());
            if (version < 0) {
                throw new InvalidFieldException("version must be 0 or greater, got " + version);
            }
        }
    }

    /** The result of an RPC proxy. */
    record Returned(@Nullable Payload data, @Nullable String b64data) {
        Returned {
            data = JsonBinding.data("data", data, b64data);
        }
    }

    private ProxyReplies() {}

    /**
     * Reads the result.
     *
     * @throws ErrorReplyException if the response is an error
     * @throws DisconnectException if the response is a disconnect
     * @throws BackendException if the response is none of these, or invalid
     */
    static <T> T result(byte[] json, Class<T> type) {
        try {
            var body = JsonBinding.read(json, Body.class);
            if (body.disconnect() != null) {
                throw disconnect(body.disconnect());
            }
            if (body.error() != null) {
                throw error(body.error());
            }
            if (body.result() == null) {
                throw BackendException.unreadable("the response has no result, error or disconnect");
            }
            return JsonBinding.read(body.result().bytes(), type);
        } catch (InvalidFieldException invalid) {
            throw BackendException.unreadable("invalid response: " + invalid.summary());
        }
    }

    private static RuntimeException error(ErrorReply error) {
        try {
            return ErrorReplyException.of(error.code(), requireNonNullElse(error.message(), ""), error.temporary());
        } catch (IllegalArgumentException invalid) {
            return BackendException.unreadable("invalid response: " + invalid.getMessage());
        }
    }

    private static RuntimeException disconnect(Disconnect disconnect) {
        try {
            return new DisconnectException(
                    CloseReason.custom(disconnect.code(), requireNonNullElse(disconnect.reason(), "")));
        } catch (IllegalArgumentException invalid) {
            return BackendException.unreadable("invalid response: " + invalid.getMessage());
        }
    }
}
