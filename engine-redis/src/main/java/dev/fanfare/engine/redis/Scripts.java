package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.link.RedisScript;
import java.util.List;
import java.util.stream.Stream;

/** The Lua scripts of this engine. */
final class Scripts {
    static final RedisScript PUBLISH = script("lineage", "publish");
    static final RedisScript POSITION = script("lineage", "position");
    static final RedisScript REQUIRE_TOP = script("lineage", "require-top");
    static final RedisScript PRESENCE_ADD = script("presence", "presence-add");
    static final RedisScript PRESENCE_REMOVE = script("presence", "presence-remove");
    static final RedisScript PRESENCE_CHECK = script("presence-check");
    static final RedisScript PRESENCE_MEMBERS = script("presence", "presence-members");
    static final RedisScript PRESENCE_STATS = script("presence", "presence-stats");
    static final RedisScript OCCUPANCY_REPORT = script("occupancy-report");
    static final RedisScript OCCUPANCY_CLAIM = script("occupancy-claim");
    static final RedisScript OCCUPANCY_DONE = script("occupancy-done");
    static final RedisScript OCCUPANCY_REAP = script("occupancy-reap");
    static final RedisScript NODE_REFRESH = script("node-refresh");
    static final RedisScript NODE_LIST = script("node-list");
    static final RedisScript NODE_SEND = script("node-send");

    static final List<RedisScript> ALL = List.of(
            PUBLISH,
            POSITION,
            REQUIRE_TOP,
            PRESENCE_ADD,
            PRESENCE_REMOVE,
            PRESENCE_CHECK,
            PRESENCE_MEMBERS,
            PRESENCE_STATS,
            OCCUPANCY_REPORT,
            OCCUPANCY_CLAIM,
            OCCUPANCY_DONE,
            OCCUPANCY_REAP,
            NODE_REFRESH,
            NODE_LIST,
            NODE_SEND);

    private Scripts() {}

    /** Creates a script from the concatenated files. */
    private static RedisScript script(String... names) {
        return RedisScript.of(
                Scripts.class, Stream.of(names).map(name -> name + ".lua").toArray(String[]::new));
    }
}
