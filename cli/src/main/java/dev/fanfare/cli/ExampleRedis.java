package dev.fanfare.cli;

import dev.fanfare.engine.redis.RedisRelay;
import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.engine.redis.link.ServerAddress;
import dev.fanfare.engine.redis.link.ServerCheck;
import dev.fanfare.examples.RedisPush;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Redis server of an example: the one at an address or, if it is unreachable, an embedded one. */
final class ExampleRedis implements AutoCloseable {
    /** The default address. */
    static final String DEFAULT = "redis://localhost:6379";

    /** The system call that failed, before the reason. */
    private static final Pattern SYSTEM_CALL = Pattern.compile("^\\w+\\(.*\\) failed with error\\(-?\\d+\\): ");

    private final String url;
    private final @Nullable EmbeddedRedis own;

    private ExampleRedis(String url, @Nullable EmbeddedRedis own) {
        this.url = url;
        this.own = own;
    }

    /**
     * Connects to a server, or starts an embedded one and prints a line about it.
     *
     * @throws IllegalArgumentException if the address is malformed
     * @throws IllegalStateException if the server is unreachable and the embedded one cannot run on this platform
     */
    static ExampleRedis at(String url, PrintWriter out) {
        var reason = unreachable(url);
        if (reason.isEmpty()) {
            return new ExampleRedis(url, null);
        }
        var own = EmbeddedRedis.start();
        out.println(reason.get() + "; started an embedded Redis on port " + own.port());
        out.flush();
        return new ExampleRedis(own.url(), own);
    }

    /** Why the server at this address is unreachable; empty if it is reachable. */
    static Optional<String> unreachable(String url) {
        var address = new ServerAddress(url);
        return ServerCheck.failure(address, LinkSettings.DEFAULTS)
                .map(reason -> "Redis is unreachable at " + address.name() + " ("
                        + SYSTEM_CALL.matcher(reason).replaceFirst("") + ")");
    }

    /** Creates the example. */
    static RedisPush example(String url) {
        return new RedisPush(RedisRelay.of(url, RedisPush.CHANNEL));
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
