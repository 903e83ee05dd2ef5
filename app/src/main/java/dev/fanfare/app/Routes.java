package dev.fanfare.app;

import dev.fanfare.model.http.HttpResponse;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where routes and middleware are registered: the application, or a router within it. Thread-safe; the first route that
 * matches wins.
 *
 * <p>A path may have placeholders for segments, {@code /ws/{client_id}}, which may say what they take: {@code {id:int}},
 * {@code {id:long}}, {@code {id:uuid}}, {@code {code:[A-Z]{3}}} for a regular expression, and at the end {@code {rest:path}}
 * for all that is left. A path that has something else there belongs to another route, or is answered 404. Methods throw
 * {@link IllegalArgumentException} for a malformed path, and {@link IllegalStateException} for one that has such a route.
 */
public interface Routes {
    /** Serves WebSockets on this path, each by the handler on its own virtual thread. */
    void websocket(String path, WebSocketHandler handler);

    /** Serves WebSockets on this path, each by a consumer of its own, which holds no thread while idle. */
    default void socketHandler(String path, Supplier<? extends SocketHandler> consumers) {
        socketHandler(path, request -> consumers.get());
    }

    /** The same with consumers that know their request when they are made. */
    void socketHandler(String path, Function<? super Request, ? extends SocketHandler> consumers);

    /**
     * Serves WebSockets on this path by consumers that run on the event loop itself: the fastest way, for code that never
     * blocks. An event that takes more than 5 ms holds up all clients of its loop, and is logged.
     */
    default void eventLoopHandler(String path, Supplier<? extends SocketHandler> consumers) {
        eventLoopHandler(path, request -> consumers.get());
    }

    /** The same with consumers that know their request when they are made; that may not block either. */
    void eventLoopHandler(String path, Function<? super Request, ? extends SocketHandler> consumers);

    /** Answers requests of this method on this path by the handler. */
    void handle(String method, String path, RequestHandler handler);

    /**
     * Serves the files in this directory and below: with an {@code index.html} its directory, with tags for caches. Hidden
     * files, and links that lead out, are not served. A file is held in memory while it is sent.
     */
    void files(String path, Path directory);

    /** Serves files as {@link #files} does, of a directory on the class path beside the class. */
    void resources(String path, Class<?> anchor, String directory);

    /** Registers routes whose paths begin with this one, which may have placeholders; they may have middleware of their own. */
    void route(String prefix, Consumer<? super Routes> nested);

    /** Lets this middleware run around all routes here and below, inside of what is there already; see {@link Middleware}. */
    void use(Middleware middleware);

    /** Answers GET and HEAD on this path by the handler. */
    default void get(String path, RequestHandler handler) {
        handle("GET", path, handler);
    }

    /** Answers GET and HEAD on this path with always the same response. */
    default void get(String path, HttpResponse response) {
        get(path, request -> response);
    }

    /** Answers POST on this path by the handler. */
    default void post(String path, RequestHandler handler) {
        handle("POST", path, handler);
    }

    /** Answers PUT on this path by the handler. */
    default void put(String path, RequestHandler handler) {
        handle("PUT", path, handler);
    }

    /** Answers PATCH on this path by the handler. */
    default void patch(String path, RequestHandler handler) {
        handle("PATCH", path, handler);
    }

    /** Answers DELETE on this path by the handler. */
    default void delete(String path, RequestHandler handler) {
        handle("DELETE", path, handler);
    }
}
