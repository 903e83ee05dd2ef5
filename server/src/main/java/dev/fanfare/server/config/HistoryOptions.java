package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.time.Duration;

/** What a channel remembers. Immutable. */
public record HistoryOptions(
        @Option("Publications kept; 0: none.") int historySize,

        @Option("How long they are kept; needed with history-size.")
        Duration historyTtl,

        @Option("How long epoch and offset are kept, at least history-ttl; 0: channel.history-meta-ttl.")
        Duration historyMetaTtl,

        @Option("Whether the server checks for all subscribers that nothing is lost.")
        boolean forcePositioning,

        @Option("Whether it does for those that ask.") boolean allowPositioning,

        @Option("Whether all subscribers recover what they missed; needs history.")
        boolean forceRecovery,

        @Option("Whether those that ask do; needs history.") boolean allowRecovery,

        @Option(value = "What is recovered: all that was missed (stream), or the latest (cache).", defaults = "stream")
        RecoveryMode forceRecoveryMode,

        @Option("Whether any user may read history.") boolean allowHistoryForClient,

        @Option("Whether subscribers may read history.") boolean allowHistoryForSubscriber,

        @Option("Whether users without a name may, where one of the two above is set.")
        boolean allowHistoryForAnonymous)
        implements Checked {

    /** What recovery delivers. */
    public enum RecoveryMode {
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
                "must be more than 0 when history-size is",
                "history-ttl",
                "history-size");
        checks.require(
                historyTtl.isZero() || historySize > 0,
                "must be more than 0 when history-ttl is",
                "history-size",
                "history-ttl");
        checks.require(
                historyMetaTtl.isZero() || historyMetaTtl.compareTo(historyTtl) >= 0,
                "must be at least history-ttl, or 0",
                "history-meta-ttl",
                "history-ttl");
        requireHistory(checks, forceRecovery, "force-recovery");
        requireHistory(checks, allowRecovery, "allow-recovery");
        requireHistory(checks, allowHistoryForClient, "allow-history-for-client");
        requireHistory(checks, allowHistoryForSubscriber, "allow-history-for-subscriber");
        checks.require(
                !allowHistoryForAnonymous || allowHistoryForClient || allowHistoryForSubscriber,
                "needs allow-history-for-client or allow-history-for-subscriber",
                "allow-history-for-anonymous",
                "allow-history-for-client",
                "allow-history-for-subscriber");
    }

    private void requireHistory(Checks checks, boolean wanted, String key) {
        checks.require(
                !wanted || isEnabled(), "needs history-size and history-ttl", key, "history-size", "history-ttl");
    }
}
