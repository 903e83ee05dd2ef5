package dev.fanfare.server.proxy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.json.JsonBinding;
import java.util.Base64;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A request to a backend. Immutable.
 *
 * @param caller the client that caused it
 * @param data of the client; null for none
 * @param event the fields of the event
 */
record ProxyRequest(Caller caller, @Nullable Payload data, Event event) {
    /** The fields that differ between events; null for those that the event does not have. */
    record Event(
            @Nullable String name,
            @Nullable String version,
            @Nullable Collection<String> channels,
            @Nullable String user,
            @Nullable String channel,
            @Nullable String method) {
        static Event connect(String name, String version, Collection<String> channels) {
            return new Event(
                    name.isEmpty() ? null : name,
                    version.isEmpty() ? null : version,
                    channels.isEmpty() ? null : channels,
                    null,
                    null,
                    null);
        }

        static Event ofUser(String user) {
            return new Event(null, null, null, user, null, null);
        }

        static Event ofChannel(String user, String channel) {
            return new Event(null, null, null, user, channel, null);
        }

        static Event rpc(String user, String method) {
            return new Event(null, null, null, user, null, method);
        }
    }

    /** The JSON object of the request body. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Body(
            String client,
            String transport,
            String protocol,
            String encoding,
            @Nullable String name,
            @Nullable String version,
            @Nullable Collection<String> channels,
            @Nullable String user,
            @Nullable String channel,
            @Nullable String method,
            @Nullable Payload data,
            @Nullable String b64data,
            @Nullable Payload meta) {}

    /** The request body. */
    byte[] body(boolean withMeta) {
        boolean json = data == null || data.kind() == Kind.JSON;
        return JsonBinding.write(new Body(
                caller.client(),
                caller.transport(),
                caller.protocol(),
                json ? "json" : "binary",
                event.name(),
                event.version(),
                event.channels(),
                event.user(),
                event.channel(),
                event.method(),
                json ? data : null,
                json || data == null ? null : Base64.getEncoder().encodeToString(data.bytes()),
                withMeta ? caller.meta() : null));
    }
}
