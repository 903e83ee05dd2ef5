package dev.fanfare.app;

import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Provides access to the properties of a request. Thread-safe. */
public interface RequestAccessors {
    /** Returns the request, for a WebSocket its handshake, as passed on by the middleware. */
    Request request();

    /** See {@link Request#path(String)}. */
    default String path(String name) {
        return request().path(name);
    }

    /** See {@link Request#pathInt}. */
    default int pathInt(String name) {
        return request().pathInt(name);
    }

    /** See {@link Request#pathLong}. */
    default long pathLong(String name) {
        return request().pathLong(name);
    }

    /** See {@link Request#query}. */
    default Optional<String> query(String name) {
        return request().query(name);
    }

    /** See {@link Request#queryInt}. */
    default OptionalInt queryInt(String name) {
        return request().queryInt(name);
    }

    /** See {@link Request#header}. */
    default Optional<String> header(String name) {
        return request().header(name);
    }

    /** See {@link Request#cookie}. */
    default Optional<String> cookie(String name) {
        return request().cookie(name);
    }

    /** See {@link Request#subprotocols}. */
    default List<String> subprotocols() {
        return request().subprotocols();
    }

    /** Returns the peer's address. */
    default SocketAddress remoteAddress() {
        return request().remoteAddress();
    }

    /** See {@link Request#session}. */
    default CookieSession session() {
        return request().session();
    }
}
