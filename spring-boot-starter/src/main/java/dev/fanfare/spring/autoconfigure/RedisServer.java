package dev.fanfare.spring.autoconfigure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * The properties {@code spring.data.redis.*} that name a server, which are read here because Spring Data is not required. Immutable.
 *
 * @param url the address; replaces the other properties
 * @param host the host
 * @param port the port
 * @param username the user; null for the default user
 * @param password the password; null for none
 * @param database the number of the database
 * @param ssl the encryption
 * @param sentinel the sentinels; null if there are none
 * @param cluster the cluster; null if the server is not in cluster mode
 */
record RedisServer(
        @Nullable String url,
        @DefaultValue("localhost") String host,
        @DefaultValue("6379") int port,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("0") int database,
        @DefaultValue Encryption ssl,
        @Nullable Sentinels sentinel,
        @Nullable Nodes cluster) {
    private static final String PREFIX = "spring.data.redis";

    /** Whether connections are encrypted. */
    record Encryption(@DefaultValue("false") boolean enabled) {}

    /** The sentinels and the name of their primary. */
    record Sentinels(String master, List<String> nodes) {}

    /** Some servers of a cluster. */
    record Nodes(List<String> nodes) {}

    /** Reads the properties; those that are not set have the defaults of Spring Boot. */
    static RedisServer of(Environment environment) {
        return Binder.get(environment).bindOrCreate(PREFIX, RedisServer.class);
    }

    /** Returns true if one of the properties names a server. */
    static boolean isConfigured(Environment environment) {
        var server = of(environment);
        return server.url != null
                || server.sentinel != null
                || server.cluster != null
                || Binder.get(environment).bind(PREFIX + ".host", String.class).isBound();
    }

    /** Returns the address in the form of {@code RedisSettings}. */
    String address() {
        if (url != null) {
            return url;
        }
        var secure = ssl.enabled ? "rediss" : "redis";
        if (sentinel != null) {
            return secure + "-sentinel://" + credentials() + String.join(",", sentinel.nodes) + path() + "#"
                    + sentinel.master;
        }
        if (cluster != null) {
            return secure + "-cluster://" + credentials() + String.join(",", cluster.nodes);
        }
        return secure + "://" + credentials() + host + ":" + port + path();
    }

    private String path() {
        return database == 0 ? "" : "/" + database;
    }

    private String credentials() {
        if (password == null || password.isEmpty()) {
            return "";
        }
        return (username == null ? "" : encoded(username) + ":") + encoded(password) + "@";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
