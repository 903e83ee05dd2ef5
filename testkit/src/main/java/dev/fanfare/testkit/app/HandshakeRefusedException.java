package dev.fanfare.testkit.app;

/** Thrown when the server answered a handshake with a status other than 101. */
public final class HandshakeRefusedException extends RuntimeException {
    private final TestResponse response;

    HandshakeRefusedException(TestResponse response) {
        super("the server rejected the handshake: " + response);
        this.response = response;
    }

    /** Returns the response with its headers and body. */
    public TestResponse response() {
        return response;
    }

    public int status() {
        return response.status();
    }
}
