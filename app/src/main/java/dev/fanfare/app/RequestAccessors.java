package dev.fanfare.app;

import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Somebody who made a request; short cuts to what it says. Thread-safe. */
public interface RequestAccessors {
    /** The request, of a WebSocket its handshake; as the middleware let it through. */
    Request request();

    /** A placeholder of the route's path; see {@link Request#path(String)}. */
    default String path(String name) {
        return request().path(name);
    }

    /** A placeholder that is an integer; see {@link Request#pathInt}. */
    default int pathInt(String name) {
        return request().pathInt(name);
    }

    /** A placeholder that is an integer; see {@link Request#pathLong}. */
    default long pathLong(String name) {
        return request().pathLong(name);
    }

    /** The first query parameter of this name, decoded. */
    default Optional<String> query(String name) {
        return request().query(name);
    }

    /** See {@link Request#queryInt}. */
    default OptionalInt queryInt(String name) {
        return request().queryInt(name);
    }

    /** The first header of this name. */
    default Optional<String> header(String name) {
        return request().header(name);
    }

    /** The cookie of this name. */
    default Optional<String> cookie(String name) {
        return request().cookie(name);
    }

    /** The subprotocols that the client offers, the preferred one first (RFC 6455, 11.3.4). */
    default List<String> subprotocols() {
        return request().subprotocols();
    }

    /** The peer's address. */
    default SocketAddress remoteAddress() {
        return request().remoteAddress();
    }

    /** The cookie session; see {@link Request#session}. */
    default CookieSession session() {
        return request().session();
    }
}
