package dev.fanfare.app;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose identity was checked. Immutable.
 *
 * @param user what identifies the user for good, such as a number of the user table; never empty
 * @param name what to call the user
 * @param attributes what else is known, such as roles
 * @param expiresAt when this has to be checked again; null for never
 */
public record Principal(
        String user,
        String name,
        Map<String, String> attributes,
        @Nullable Instant expiresAt) {
    public Principal {
        if (user.isEmpty()) {
            throw new IllegalArgumentException("a principal has a user");
        }
        attributes = Map.copyOf(attributes);
    }

    /** A principal of this user that does not expire. */
    public static Principal of(String user) {
        return new Principal(user, user, Map.of(), null);
    }

    /** The same principal, called so. */
    public Principal named(String other) {
        return new Principal(user, other, attributes, expiresAt);
    }

    /** The same principal, of whom this is known besides, such as a role. */
    public Principal with(String attribute, String value) {
        var more = new HashMap<>(attributes);
        more.put(attribute, value);
        return new Principal(user, name, more, expiresAt);
    }

    /** The same principal, to be checked again at that time. */
    public Principal expiringAt(Instant time) {
        return new Principal(user, name, attributes, time);
    }

    /** True when the principal is no longer valid at that time. */
    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
