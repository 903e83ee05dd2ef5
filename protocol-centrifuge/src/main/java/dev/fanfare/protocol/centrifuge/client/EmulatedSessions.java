package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.model.channel.Payload;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The emulated clients of this node by secret. Thread-safe. */
public final class EmulatedSessions {
    private static final int SECRET_BYTES = 24;

    /** Length of a secret in base64. */
    public static final int SECRET_LENGTH = SECRET_BYTES / 3 * 4;

    private final RandomGenerator random = new SecureRandom();
    private final Map<String, ClientConnection> connections = new ConcurrentHashMap<>();

    /** Passes commands to the client with this secret, in the order of the calls; discards them if there is none. */
    public void deliver(String secret, Payload commands) {
        var connection = connections.get(secret);
        if (connection != null) {
            connection.receive(commands);
        }
    }

    String newSecret() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    void add(String secret, ClientConnection connection) {
        connections.put(secret, connection);
    }

    void remove(String secret) {
        connections.remove(secret);
    }
}
