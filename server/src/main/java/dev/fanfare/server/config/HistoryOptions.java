package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.time.Duration;

/** The history of a channel, and the recovery from it. Immutable. */
public record HistoryOptions(
        @Option("Maximum number of publications in the history; 0: no history.")
        int historySize,

        @Option("How long publications are kept. Required if history-size is set.")
        Duration historyTtl,

        @Option(
                "How long the stream position is kept. Must not be less than history-ttl; 0: channel.history-meta-ttl applies.")
        Duration historyMetaTtl,

        @Option("Enables positioning for all subscribers: the server detects missed publications.")
        boolean forcePositioning,

        @Option("Allows subscribers to request positioning.")
        boolean allowPositioning,

        @Option("Enables recovery of missed publications for all subscribers. Requires history.")
        boolean forceRecovery,

        @Option("Allows subscribers to request recovery. Requires history.")
        boolean allowRecovery,

        @Option(
                value = "Recovery mode: stream recovers all missed publications, cache recovers only the latest.",
                defaults = "stream")
        RecoveryKind forceRecoveryMode,

        @Option("Allows all users to read the history, except anonymous ones.")
        boolean allowHistoryForClient,

        @Option("Allows subscribers to read the history.") boolean allowHistoryForSubscriber,

        @Option("Extends allow-history-for-client and allow-history-for-subscriber to anonymous users.")
        boolean allowHistoryForAnonymous)
        implements Checked {

    /** The publications that a recovery delivers. */
    public enum RecoveryKind {
        STREAM,
        CACHE
    }

    public boolean isEnabled() {
        return historySize > 0 && historyTtl.isPositive();
    }

    @Override
    public void check(Checks checks) {
        checks.require(
                historySize == 0 || historyTtl.isPositive(),
                "must be greater than 0 if history-size is set",
                "history-ttl",
                "history-size");
        checks.require(
                historyTtl.isZero() || historySize > 0,
                "must be greater than 0 if history-ttl is set",
                "history-size",
                "history-ttl");
        checks.require(
                historyMetaTtl.isZero() || historyMetaTtl.compareTo(historyTtl) >= 0,
                "must be 0 or not less than history-ttl",
                "history-meta-ttl",
                "history-ttl");
        requireHistory(checks, forceRecovery, "force-recovery");
        requireHistory(checks, allowRecovery, "allow-recovery");
        requireHistory(checks, allowHistoryForClient, "allow-history-for-client");
        requireHistory(checks, allowHistoryForSubscriber, "allow-history-for-subscriber");
        checks.require(
                !allowHistoryForAnonymous || allowHistoryForClient || allowHistoryForSubscriber,
                "requires allow-history-for-client or allow-history-for-subscriber",
                "allow-history-for-anonymous",
                "allow-history-for-client",
                "allow-history-for-subscriber");
    }

    private void requireHistory(Checks checks, boolean enabled, String key) {
        checks.require(
                !enabled || isEnabled(), "requires history-size and history-ttl", key, "history-size", "history-ttl");
    }
}
