package dev.fanfare.server.api;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.client.LiveClients;
import dev.fanfare.server.api.ApiResult.ApiReply;
import dev.fanfare.server.json.JsonBinding;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** The HTTP API: {@code POST /api/<method>} with a JSON object; the response contains {@code result} or {@code error}. Thread-safe. */
public final class ServerApi {
    /** Path prefix of the methods. */
    public static final String PREFIX = "/api/";

    private static final int MAX_COMMANDS = 10_000;
    private static final Payload NO_PARAMS = Payload.validatedJson(new byte[] {'{', '}'});

    /** Executes the API method {@code rpc}. Thread-safe. */
    @FunctionalInterface
    public interface RpcHandler {
        /**
         * Calls a method of the application or backend.
         *
         * @throws dev.fanfare.model.access.ErrorReplyException or the stage fails with it, to answer with an error
         */
        CompletionStage<Payload> call(String method, Payload params);
    }

    private final Map<String, ApiMethod<?>> methods = new LinkedHashMap<>();
    private final Supplier<ApiAccess> access;
    private final MeterRegistry meters;

    /**
     * An API over the channels and clients of a node.
     *
     * @param access read for each request
     * @param name of this node in the result of {@code info}
     * @param meters registry for the metrics of the API
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
        var changing = new ClientMethods(channels, clients);
        var reading = new ChannelMethods(node, channels);
        var nodes = new NodeMethods(node, InstantSource.system(), name, version);
        add("publish", ApiRequest.Publish.class, publishing::publish);
        add("broadcast", ApiRequest.Broadcast.class, publishing::broadcast);
        add("subscribe", ApiRequest.Subscribe.class, changing::subscribe);
        add("unsubscribe", ApiRequest.Unsubscribe.class, changing::unsubscribe);
        add("disconnect", ApiRequest.Disconnect.class, changing::disconnect);
        add("refresh", ApiRequest.Refresh.class, changing::refresh);
        add("presence", ApiRequest.Presence.class, reading::presence);
        add("presence_stats", ApiRequest.PresenceStats.class, reading::presenceStats);
        add("history", ApiRequest.History.class, reading::history);
        add("history_remove", ApiRequest.HistoryRemove.class, reading::removeHistory);
        add("channels", ApiRequest.ChannelList.class, nodes::channels);
        add("info", ApiRequest.ClusterInfo.class, nodes::info);
        add("rpc", ApiRequest.Rpc.class, request -> rpc(rpc, request));
        add("batch", ApiRequest.Batch.class, this::batch);
    }

    private <R extends ApiRequest> void add(
            String name, Class<R> type, Function<R, CompletionStage<ApiResult>> action) {
        methods.put(name, new ApiMethod<>(type, action));
    }

    /** Names of the methods. */
    Set<String> methods() {
        return methods.keySet();
    }

    /** The HTTP handlers by path. */
    public Map<String, HttpHandler> handlers() {
        var handlers = new LinkedHashMap<String, HttpHandler>();
        methods.forEach((name, method) ->
                handlers.put(PREFIX + name, new ApiHandler(access, method, new ApiTimings(meters, name))));
        handlers.put(OpenApi.PATH, new OpenApi(access)::handle);
        return handlers;
    }

    private static CompletionStage<ApiResult> rpc(RpcHandler handler, ApiRequest.Rpc request) {
        var params = JsonBinding.data("params", request.params(), request.b64params());
        return handler.call(ApiRequest.require("method", request.method()), params == null ? NO_PARAMS : params)
                .thenApply(ApiResult.Rpc::new);
    }

    /** Executes the requests one after the other, or concurrently if the request specifies it. */
    private CompletionStage<ApiResult> batch(ApiRequest.Batch request) {
        var commands = request.commands() == null ? List.<ApiRequest.BatchCommand>of() : request.commands();
        if (commands.size() > MAX_COMMANDS) {
            throw ApiException.badRequest(
                    "commands must have at most " + MAX_COMMANDS + " elements, got " + commands.size());
        }
        List<CompletableFuture<Map<String, Object>>> replies = new ArrayList<>(commands.size());
        CompletableFuture<Map<String, Object>> last = CompletableFuture.completedFuture(Map.of());
        for (var command : commands) {
            last = request.parallel() ? reply(command) : last.thenCompose(done -> reply(command));
            replies.add(last);
        }
        return CompletableFuture.allOf(replies.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> new ApiResult.Batch(
                        replies.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<Map<String, Object>> reply(ApiRequest.BatchCommand command) {
        return ApiReply.of(() -> execute(command))
                .<Map<String, Object>>thenApply(reply -> reply.error() == null && reply.result() != null
                        ? Map.of(command.method(), reply.result())
                        : Map.of("error", reply.error()))
                .toCompletableFuture();
    }

    private CompletionStage<ApiResult> execute(ApiRequest.BatchCommand command) {
        var method = methods.get(command.method());
        if (method == null) {
            throw ApiException.of(ErrorCode.METHOD_NOT_FOUND);
        }
        if (command.request() == null) {
            throw ApiException.badRequest("commands must not contain another batch");
        }
        return method.call(command.request());
    }
}
