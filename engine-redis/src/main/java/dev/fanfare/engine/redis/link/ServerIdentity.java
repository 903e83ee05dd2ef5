package dev.fanfare.engine.redis.link;

/**
 * The identity of a server process and of the data that it replicates. Immutable. The run id changes when the server
 * restarts. The replication id changes when it becomes a primary.
 *
 * @param runId empty if the server does not report it
 * @param replicationId empty if the server does not report it
 * @param isClusterMember true if the server reports that it is a member of a Redis Cluster
 */
public record ServerIdentity(String runId, String replicationId, boolean isClusterMember) {
    /** The identity of a server that does not report it. */
    public static final ServerIdentity UNKNOWN = new ServerIdentity("", "", false);

    /** Returns true if both are the same, known server, which has run without interruption. */
    public boolean isSame(ServerIdentity other) {
        return !runId.isEmpty() && equals(other);
    }

    /** Reads the sections {@code server} and {@code replication} of INFO. */
    static ServerIdentity of(String info) {
        return new ServerIdentity(
                field(info, "run_id:"),
                field(info, "master_replid:"),
                field(info, "redis_mode:").equals("cluster"));
    }

    private static String field(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(name.length()).strip())
                .orElse("");
    }
}
