package dev.fanfare.spring.autoconfigure;

import java.io.UncheckedIOException;

/** Thrown when Fanfare cannot listen on its address; it ends the start of the application. */
final class ListenFailedException extends RuntimeException {
    private final String host;
    private final int port;

    ListenFailedException(String host, int port, UncheckedIOException cause) {
        super(cause.getMessage(), cause);
        this.host = host;
        this.port = port;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }
}
