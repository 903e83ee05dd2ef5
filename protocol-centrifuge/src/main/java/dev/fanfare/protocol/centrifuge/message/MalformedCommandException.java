package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.client.DisconnectReason;

/** Thrown when a message of a client cannot be decoded. The connection is closed with {@link DisconnectReason#BAD_REQUEST}. */
public final class MalformedCommandException extends RuntimeException {
    public MalformedCommandException(String message) {
        super(message, null, false, false);
    }
}
