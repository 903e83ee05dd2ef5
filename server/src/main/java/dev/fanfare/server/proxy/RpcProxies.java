package dev.fanfare.server.proxy;

import static java.util.Objects.requireNonNullElse;

import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.config.RpcOptions;
import dev.fanfare.server.json.JsonBinding;
import dev.fanfare.server.proxy.ProxyRequest.Event;
import java.util.concurrent.CompletionStage;

/** The proxies for RPC; the namespace of the method selects the backend. Thread-safe. */
public final class RpcProxies {
    private static final char BOUNDARY = ':';

    private final RpcOptions options;
    private final Backends backends;

    RpcProxies(RpcOptions options, Backends backends) {
        this.options = options;
        this.backends = backends;
    }

    /**
     * Forwards a call of a client.
     *
     * @throws ErrorReplyException {@link ErrorCode#METHOD_NOT_FOUND} if the namespace is not declared, {@link
     *     ErrorCode#NOT_AVAILABLE} if it has no backend
     */
    public CompletionStage<Payload> call(ConnectedClient client, String method, Payload data) {
        return call(Caller.of(client), method, data);
    }

    /** Forwards a call by the HTTP API, without a client. Throws as {@link #call(ConnectedClient, String, Payload)} does. */
    public CompletionStage<Payload> call(String method, Payload data) {
        return call(Caller.API, method, data);
    }

    private CompletionStage<Payload> call(Caller caller, String method, Payload data) {
        var methods = methods(method);
        if (!methods.proxyEnabled()) {
            throw new ErrorReplyException(ErrorCode.NOT_AVAILABLE);
        }
        return backends.of(Backends.RPC, methods.proxyName())
                .ask(
                        new ProxyRequest(caller, data, Event.rpc(caller.user(), method)),
                        ProxyReplies.Returned.class,
                        returned -> requireNonNullElse(returned.data(), JsonBinding.NULL));
    }

    private RpcOptions.Methods methods(String method) {
        int boundary = method.indexOf(BOUNDARY);
        if (boundary < 0) {
            return options.withoutNamespace();
        }
        var name = method.substring(0, boundary);
        return options.namespaces().stream()
                .filter(namespace -> namespace.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ErrorReplyException(ErrorCode.METHOD_NOT_FOUND))
                .methods();
    }
}
