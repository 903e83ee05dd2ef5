package dev.fanfare.app;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated user. Immutable.
 *
 * @param user the permanent id of the user, such as a primary key; never empty
 * @param name the display name
 * @param attributes further properties, such as roles
 * @param expiresAt when authentication must be renewed; null for never
 */
public record Principal(
        String user,
        String name,
        Map<String, String> attributes,
        @Nullable Instant expiresAt) {
    public Principal {
        if (user.isEmpty()) {
            throw new IllegalArgumentException("the user of a principal must not be empty");
        }
        attributes = Map.copyOf(attributes);
    }

    /** Creates a principal that does not expire and whose name is the user id. */
    public static Principal of(String user) {
        return new Principal(user, user, Map.of(), null);
    }

    /** Returns a copy with this display name. */
    public Principal named(String other) {
        return new Principal(user, other, attributes, expiresAt);
    }

    /** Returns a copy with a further attribute, such as a role. */
    public Principal with(String attribute, String value) {
        var more = new HashMap<>(attributes);
        more.put(attribute, value);
        return new Principal(user, name, more, expiresAt);
    }

    /** Returns a copy that expires at this time. */
    public Principal expiringAt(Instant time) {
        return new Principal(user, name, attributes, time);
    }

    /** Returns true if the principal has expired at this time. */
    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
