package dev.fanfare.cli;

import dev.fanfare.engine.redis.RedisRelay;
import dev.fanfare.engine.redis.link.LinkSettings;
import dev.fanfare.engine.redis.link.ServerAddress;
import dev.fanfare.engine.redis.link.ServerCheck;
import dev.fanfare.examples.RedisPush;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Redis of an example: the one at its address, or else one that is started for it. */
final class ExampleRedis implements AutoCloseable {
    /** Where a Redis is looked for unless another address is named. */
    static final String DEFAULT = "redis://localhost:6379";

    /** Which call to the operating system failed, before the words that say why. */
    private static final Pattern SYSTEM_CALL = Pattern.compile("^\\w+\\(.*\\) failed with error\\(-?\\d+\\): ");

    private final String url;
    private final @Nullable EmbeddedRedis own;

    private ExampleRedis(String url, @Nullable EmbeddedRedis own) {
        this.url = url;
        this.own = own;
    }

    /**
     * The one that answers at the address, or one of its own, which is said in a line.
     *
     * @throws IllegalArgumentException when the address is malformed
     * @throws IllegalStateException when none answers, and this platform can't run the one that comes with the program
     */
    static ExampleRedis at(String url, PrintWriter out) {
        var away = away(url);
        if (away.isEmpty()) {
            return new ExampleRedis(url, null);
        }
        var own = EmbeddedRedis.start();
        out.println(away.get() + ": an embedded one is started on port " + own.port());
        out.flush();
        return new ExampleRedis(own.url(), own);
    }

    /** That no Redis answers at the address, and why; empty when one does. */
    static Optional<String> away(String url) {
        var address = new ServerAddress(url);
        return ServerCheck.failure(address, LinkSettings.DEFAULTS)
                .map(reason -> "No Redis at " + address.name() + " ("
                        + SYSTEM_CALL.matcher(reason).replaceFirst("") + ")");
    }

    /** The example on a Redis. */
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
