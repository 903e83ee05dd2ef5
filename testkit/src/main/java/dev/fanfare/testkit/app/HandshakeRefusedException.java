package dev.fanfare.testkit.app;

/** A client was not let in: the server answered its handshake with another status than 101. */
public final class HandshakeRefusedException extends RuntimeException {
    private final TestResponse response;

    HandshakeRefusedException(TestResponse response) {
        super("refused: " + response);
        this.response = response;
    }

    /** The answer, with its headers and body. */
    public TestResponse response() {
        return response;
    }

    public int status() {
        return response.status();
    }
}
