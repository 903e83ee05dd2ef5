package dev.fanfare.app;

import dev.fanfare.app.files.DirectoryFiles;
import dev.fanfare.app.files.FileSource;
import dev.fanfare.app.files.ResourceFiles;
import dev.fanfare.app.route.PathPattern;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Routes with the same prefix and the same middleware around them. Thread-safe. */
final class RouteScope implements Routes {
    private static final String ROOT = "/";

    private final RouteTable table;
    private final @Nullable RouteScope outer;
    private final String prefix;
    private final List<Middleware> middleware = new CopyOnWriteArrayList<>();

    private RouteScope(RouteTable table, @Nullable RouteScope outer, String prefix) {
        this.table = table;
        this.outer = outer;
        this.prefix = prefix;
    }

    /** The scope that all others are in. */
    static RouteScope outermost(RouteTable table) {
        return new RouteScope(table, null, "");
    }

    @Override
    public void websocket(String path, WebSocketHandler handler) {
        socket(path, new FunctionRunner(handler));
    }

    @Override
    public void socketHandler(String path, Function<? super Request, ? extends SocketHandler> consumers) {
        socket(
                path,
                (context, handshake, request) -> new HandlerSocket(context, handshake, request, consumers).connect());
    }

    @Override
    public void eventLoopHandler(String path, Function<? super Request, ? extends SocketHandler> consumers) {
        socket(
                path,
                (context, handshake, request) ->
                        new EventLoopSocket(context, handshake, request, consumers.apply(request)).connect());
    }

    @Override
    public void handle(String method, String path, RequestHandler handler) {
        table.requests().add(method, prefix + path, new RouteTarget<>(handler, this));
    }

    @Override
    public void files(String path, Path directory) {
        serve(path, new DirectoryFiles(directory));
    }

    @Override
    public void resources(String path, Class<?> anchor, String directory) {
        serve(path, new ResourceFiles(anchor, directory));
    }

    @Override
    public void route(String nestedPrefix, Consumer<? super Routes> nested) {
        nested.accept(new RouteScope(table, this, prefix + requirePrefix(nestedPrefix)));
    }

    @Override
    public void use(Middleware added) {
        middleware.add(added);
    }

    /** The middleware around these routes, as it is now. */
    MiddlewareChain chain() {
        var around = outer == null ? MiddlewareChain.NONE : outer.chain();
        return middleware.isEmpty() ? around : around.with(middleware);
    }

    private void socket(String path, SocketRunner runner) {
        table.sockets().add(RouteTable.WEBSOCKET, prefix + path, new RouteTarget<>(runner, this));
    }

    private static String requirePrefix(String path) {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException(
                    "a prefix begins with '/' and does not end with it, unlike '" + path + "'");
        }
        return path;
    }

    private void serve(String path, FileSource files) {
        var directory = path.equals(ROOT) ? "" : requirePrefix(path);
        var below = directory + "/{file:path}";
        int prefixSegments = PathPattern.parse(prefix + below).size() - 1;
        var handler = new FileHandler(files, prefixSegments);
        get(below, handler);
        if (!(prefix + directory).isEmpty()) {
            get(directory, handler);
        }
    }
}
