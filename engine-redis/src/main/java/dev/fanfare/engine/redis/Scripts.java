package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.link.Script;
import java.util.List;
import java.util.stream.Stream;

/** The scripts of this engine. */
final class Scripts {
    static final Script PUBLISH = script("publish");
    static final Script HISTORY = script("history");
    static final Script POSITION = script("position");
    static final Script REQUIRE_TOP = script("require-top");
    static final Script PRESENCE_ADD = script("presence", "presence-add");
    static final Script PRESENCE_REMOVE = script("presence", "presence-remove");
    static final Script PRESENCE_MEMBERS = script("presence", "presence-members");
    static final Script PRESENCE_STATS = script("presence", "presence-stats");
    static final Script OCCUPANCY_REPORT = script("occupancy-report");
    static final Script OCCUPANCY_CLAIM = script("occupancy-claim");
    static final Script OCCUPANCY_DONE = script("occupancy-done");
    static final Script OCCUPANCY_REAP = script("occupancy-reap");
    static final Script NODE_REFRESH = script("node-refresh");
    static final Script NODE_LIST = script("node-list");
    static final Script NODE_SEND = script("node-send");

    static final List<Script> ALL = List.of(
            PUBLISH,
            HISTORY,
            POSITION,
            REQUIRE_TOP,
            PRESENCE_ADD,
            PRESENCE_REMOVE,
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

    /** The script in these files, one after the other. */
    private static Script script(String... names) {
        return Script.of(
                Scripts.class, Stream.of(names).map(name -> name + ".lua").toArray(String[]::new));
    }
}
