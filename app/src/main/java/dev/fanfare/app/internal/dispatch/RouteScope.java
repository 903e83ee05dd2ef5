package dev.fanfare.app.internal.dispatch;

import dev.fanfare.app.Middleware;
import dev.fanfare.app.Request;
import dev.fanfare.app.RequestHandler;
import dev.fanfare.app.Routes;
import dev.fanfare.app.SocketHandler;
import dev.fanfare.app.WebSocketHandler;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.files.DirectoryFiles;
import dev.fanfare.app.internal.files.FileSource;
import dev.fanfare.app.internal.files.ResourceFiles;
import dev.fanfare.app.internal.route.PathPattern;
import dev.fanfare.app.internal.socket.SocketRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes of one prefix with their middleware. Thread-safe. */
public final class RouteScope implements Routes {
    private static final String ROOT = "/";

    private final RouteTable table;
    private final AppContext context;
    private final @Nullable RouteScope outer;
    private final String prefix;
    private final List<Middleware> middleware = new CopyOnWriteArrayList<>();

    private RouteScope(RouteTable table, AppContext context, @Nullable RouteScope outer, String prefix) {
        this.table = table;
        this.context = context;
        this.outer = outer;
        this.prefix = prefix;
    }

    /** Creates the scope that contains all others. */
    public static RouteScope outermost(RouteTable table, AppContext context) {
        return new RouteScope(table, context, null, "");
    }

    @Override
    public void websocket(String path, WebSocketHandler handler) {
        socket(path, SocketRunner.function(handler));
    }

    @Override
    public void socketHandler(String path, Function<? super Request, ? extends SocketHandler> handlers) {
        context.eventTypes().expectSocketHandlers();
        socket(path, SocketRunner.handler(handlers));
    }

    @Override
    public void eventLoopHandler(String path, Function<? super Request, ? extends SocketHandler> handlers) {
        context.eventTypes().expectSocketHandlers();
        socket(path, SocketRunner.eventLoop(handlers));
    }

    @Override
    public void handle(String method, String path, RequestHandler handler) {
        handle(method, path, OptionalInt.empty(), handler);
    }

    @Override
    public void handle(String method, String path, int maxBodyBytes, RequestHandler handler) {
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("maxBodyBytes must be 0 or more, got " + maxBodyBytes);
        }
        handle(method, path, OptionalInt.of(maxBodyBytes), handler);
    }

    private void handle(String method, String path, OptionalInt maxBodyBytes, RequestHandler handler) {
        table.addRequest(method, prefix + path, new RouteTable.RouteTarget<>(handler, this, maxBodyBytes));
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
        nested.accept(new RouteScope(table, context, this, prefix + requirePrefix(nestedPrefix)));
    }

    @Override
    public void use(Middleware added) {
        middleware.add(added);
    }

    /** Returns the current middleware of this scope and its outer scopes. */
    MiddlewareChain chain() {
        var around = outer == null ? MiddlewareChain.NONE : outer.chain();
        return middleware.isEmpty() ? around : around.with(middleware);
    }

    private void socket(String path, SocketRunner runner) {
        table.addSocket(prefix + path, new RouteTable.RouteTarget<>(runner, this, OptionalInt.empty()));
    }

    private static String requirePrefix(String path) {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException(
                    "a path prefix must start with '/' and must not end with '/', got '" + path + "'");
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
