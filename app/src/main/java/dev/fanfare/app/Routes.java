package dev.fanfare.app;

import dev.fanfare.model.http.HttpResponse;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Registers routes and middleware, for the application or for a path prefix. Thread-safe.
 *
 * <p>The first matching route is used. A path may contain placeholders for segments, such as {@code /ws/{client_id}}, with an optional
 * type: {@code {id:int}}, {@code {id:long}}, {@code {id:uuid}}, {@code {code:[A-Z]{3}}} for a regular expression, and as the last
 * segment {@code {rest:path}} for the rest of the path. A request that matches no route is answered with 404. Methods throw
 * {@link IllegalArgumentException} for a malformed path, and {@link IllegalStateException} for a path that an earlier route already
 * covers.
 */
public interface Routes {
    /** Serves WebSockets on this path in the function style: the handler runs on one virtual thread per connection. */
    void websocket(String path, WebSocketHandler handler);

    /** Serves WebSockets on this path in the handler style: one instance per connection, without a thread while idle. */
    default void socketHandler(String path, Supplier<? extends SocketHandler> handlers) {
        socketHandler(path, request -> handlers.get());
    }

    /** Serves WebSockets as {@link #socketHandler(String, Supplier)} does; the factory receives the request. */
    void socketHandler(String path, Function<? super Request, ? extends SocketHandler> handlers);

    /**
     * Serves WebSockets on this path by handlers that run on the event loop. This is the fastest style, for code that
     * never blocks. An event that takes more than 5 ms delays all clients of the loop and is logged.
     */
    default void eventLoopHandler(String path, Supplier<? extends SocketHandler> handlers) {
        eventLoopHandler(path, request -> handlers.get());
    }

    /** Serves WebSockets as {@link #eventLoopHandler(String, Supplier)} does; the factory receives the request and must not block. */
    void eventLoopHandler(String path, Function<? super Request, ? extends SocketHandler> handlers);

    /** Answers requests with this method on this path. */
    void handle(String method, String path, RequestHandler handler);

    /**
     * Answers requests with this method on this path, whose bodies may have up to this number of bytes. A longer body is refused with
     * 413 when the handler or middleware reads it. Without this limit, that of the transport applies.
     */
    void handle(String method, String path, int maxBodyBytes, RequestHandler handler);

    /**
     * Serves the files of this directory and its subdirectories with entity tags and ranges, and a directory with its {@code
     * index.html}. Hidden files, and links to files outside the directory, are not served. If {@code app.js.br} or {@code app.js.gz}
     * exists, clients that accept this compression get it instead of {@code app.js}. Files are not held in memory.
     */
    void files(String path, Path directory);

    /**
     * Serves files as {@link #files} does, from a directory on the class path, relative to the package of the class. Files in an archive
     * are read once, have no ranges, and are limited to 64 MiB in total.
     */
    void resources(String path, Class<?> anchor, String directory);

    /** Registers routes that share a path prefix, which may contain placeholders, and their own middleware. */
    void route(String prefix, Consumer<? super Routes> nested);

    /** Adds middleware around all routes of this scope, inside the existing middleware. */
    void use(Middleware middleware);

    /** Answers GET and HEAD on this path. */
    default void get(String path, RequestHandler handler) {
        handle("GET", path, handler);
    }

    /** Answers GET and HEAD on this path with a constant response. */
    default void get(String path, HttpResponse response) {
        get(path, request -> response);
    }

    /**
     * Answers GET on this path with the publications of a channel as server-sent events, from which a browser's {@code EventSource}
     * resumes by itself; see {@link StreamResponse#events(Channel)}.
     *
     * {@snippet :
     * app.sse("/prices/stream", prices);
     * }
     */
    default void sse(String path, Channel channel) {
        get(path, request -> StreamResponse.events(channel));
    }

    /** Answers POST on this path. */
    default void post(String path, RequestHandler handler) {
        handle("POST", path, handler);
    }

    /** Answers POST on this path, with bodies of up to this number of bytes. */
    default void post(String path, int maxBodyBytes, RequestHandler handler) {
        handle("POST", path, maxBodyBytes, handler);
    }

    /** Answers PUT on this path. */
    default void put(String path, RequestHandler handler) {
        handle("PUT", path, handler);
    }

    /** Answers PATCH on this path. */
    default void patch(String path, RequestHandler handler) {
        handle("PATCH", path, handler);
    }

    /** Answers DELETE on this path. */
    default void delete(String path, RequestHandler handler) {
        handle("DELETE", path, handler);
    }
}
