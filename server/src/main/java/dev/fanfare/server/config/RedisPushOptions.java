package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import dev.fanfare.config.value.RedisAddress;
import java.util.HashSet;
import java.util.List;

/** Plain channels of Redis that clients hear, and publish into. Immutable. */
public record RedisPushOptions(
        @Option("The Redis whose channels these are, one address; none: the first of engine.redis.address.")
        List<RedisAddress> address,

        @Option("The channels, which have the same names here.")
        List<RedisBridge> bridges)
        implements Checked {
    public RedisPushOptions {
        address = List.copyOf(address);
        bridges = List.copyOf(bridges);
    }

    @Override
    public void check(Checks checks) {
        checks.require(address.size() <= 1, "must be one address", "address");
        var paths = new HashSet<String>();
        for (var number = 0; number < bridges.size(); number++) {
            var path = bridges.get(number).path();
            checks.require(path.isEmpty() || paths.add(path), "must be unique", "bridges[" + number + "].path");
        }
    }
}
