package dev.fanfare.server.api;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.client.LiveClients;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The API of a push server: {@code POST /api/<method>} with a JSON object, answered by {@code result} or {@code error}. Thread-safe.
 */
public final class ServerApi {
    /** Where its methods are. */
    public static final String PREFIX = "/api/";

    /** One method of the API. */
    @FunctionalInterface
    interface Method {
        /** Does it; a request that can't be done throws or fails. */
        CompletionStage<ApiResult> call(ApiFields fields);
    }

    /** Methods of the program's own, behind {@code rpc}. */
    @FunctionalInterface
    public interface RpcHandler {
        /** Answers the method of this name with data; fails, or throws, with a {@link dev.fanfare.model.access.ErrorReplyException}. */
        CompletionStage<Payload> call(String method, Payload params);
    }

    private final Map<String, Method> methods = new LinkedHashMap<>();
    private final Supplier<ApiAccess> access;
    private final MeterRegistry meters;

    /**
     * An API over the node's channels and clients.
     *
     * @param access who may call it at the moment
     * @param name of this node, as {@code info} tells it
     * @param meters count the calls
     */
    public ServerApi(
            Node node,
            ClientChannels channels,
            LiveClients clients,
            Supplier<ApiAccess> access,
            RpcHandler rpc,
            String name,
            String version,
            MeterRegistry meters) {
        this.access = access;
        this.meters = meters;
        var publishing = new PublishMethods(channels);
        var ruling = new ClientMethods(channels, clients);
        var questions = new ChannelMethods(node, channels);
        var nodes = new NodeMethods(node, InstantSource.system(), name, version);
        methods.put("publish", publishing::publish);
        methods.put("broadcast", publishing::broadcast);
        methods.put("subscribe", ruling::subscribe);
        methods.put("unsubscribe", ruling::unsubscribe);
        methods.put("disconnect", ruling::disconnect);
        methods.put("refresh", ruling::refresh);
        methods.put("presence", questions::presence);
        methods.put("presence_stats", questions::presenceStats);
        methods.put("history", questions::history);
        methods.put("history_remove", questions::removeHistory);
        methods.put("channels", nodes::channels);
        methods.put("info", nodes::info);
        methods.put("rpc", fields -> rpc(rpc, fields));
        methods.put("batch", new Batch(this)::call);
    }

    /** Their names. */
    Set<String> methods() {
        return methods.keySet();
    }

    /** What answers its requests, by path. */
    public Map<String, HttpHandler> handlers() {
        var handlers = new LinkedHashMap<String, HttpHandler>();
        methods.forEach((name, method) ->
                handlers.put(PREFIX + name, new ApiHandler(access, method, new ApiTimings(meters, name))));
        handlers.put(OpenApi.PATH, new OpenApi()::handle);
        return handlers;
    }

    /**
     * The method of this name.
     *
     * @throws ApiException when there is none
     */
    Method method(String name) {
        var method = methods.get(name);
        if (method == null) {
            throw ApiException.of(ErrorCode.METHOD_NOT_FOUND);
        }
        return method;
    }

    private static CompletionStage<ApiResult> rpc(RpcHandler handler, ApiFields fields) {
        var params = fields.payload("params");
        return handler.call(
                        fields.required("method"),
                        params == null ? Payload.validatedJson(new byte[] {'{', '}'}) : params)
                .thenApply(data -> out -> out.payload("data", data));
    }
}
