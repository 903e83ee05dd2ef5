package dev.fanfare.testkit.client;

/** Thrown when the server answered an opening handshake with a status other than 101. */
public final class UpgradeRefusedException extends RuntimeException {
    private final RawResponse response;

    UpgradeRefusedException(RawResponse response) {
        super(response.toString());
        this.response = response;
    }

    public RawResponse response() {
        return response;
    }

    public int status() {
        return response.status();
    }
}
