package dev.fanfare.server.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.config.RpcOptions;
import java.util.concurrent.CompletionStage;

/** Has calls answered by backends, each by the one of the method's namespace. Thread-safe. */
public final class RpcProxies {
    private static final char BOUNDARY = ':';
    private static final Payload NULL = Payload.validatedJson("null".getBytes(UTF_8));

    private final RpcOptions options;
    private final Backends backends;

    RpcProxies(RpcOptions options, Backends backends) {
        this.options = options;
        this.backends = backends;
    }

    /**
     * Answers a call of a client.
     *
     * @throws ErrorReplyException {@link ErrorCode#METHOD_NOT_FOUND} when the namespace is not declared, {@link
     *     ErrorCode#NOT_AVAILABLE} when it has no backend
     */
    public CompletionStage<Payload> call(ConnectedClient client, String method, Payload data) {
        return call(Caller.of(client), method, data);
    }

    /** Answers a call by the API, as one of no client. Throws as above. */
    public CompletionStage<Payload> call(String method, Payload data) {
        return call(Caller.API, method, data);
    }

    private CompletionStage<Payload> call(Caller caller, String method, Payload data) {
        var methods = methods(method);
        if (!methods.proxyEnabled()) {
            throw new ErrorReplyException(ErrorCode.NOT_AVAILABLE);
        }
        var question = new ProxyRequest(
                caller,
                data,
                out -> out.name("user").string(caller.user()).name("method").string(method));
        return backends.of(Backends.RPC, methods.proxyName()).ask(question, result -> {
            var answer = result.payload("data");
            return answer == null ? NULL : answer;
        });
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
