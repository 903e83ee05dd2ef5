package dev.fanfare.testkit.memory;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Whether virtual threads run or are about to run in this process, which Java 24 and newer can tell. Tests that run side by
 * side disturb one another here: they wait for each other, but not longer than {@link #grace}. Thread-safe.
 */
final class HandlerActivity {
    private static final String SCHEDULER = "jdk.management:type=VirtualThreadScheduler";
    private static final Duration GRACE = Duration.ofSeconds(1);
    /** Where nobody can tell, each wait takes that long. */
    private static final Duration BLIND_GRACE = Duration.ofMillis(50);

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final boolean canTell = number("MountedVirtualThreadCount") >= 0;

    /** How long to wait for handlers to become idle. */
    Duration grace() {
        return canTell ? GRACE : BLIND_GRACE;
    }

    /** True when no virtual thread runs or is about to, but for the one that asks. */
    boolean areIdle() {
        int mine = Thread.currentThread().isVirtual() ? 1 : 0;
        // Queued twice: a thread that yields goes from the ones that run to the ones that wait for their turn.
        return canTell
                && number("QueuedVirtualThreadCount") <= 0
                && number("MountedVirtualThreadCount") <= mine
                && number("QueuedVirtualThreadCount") <= 0;
    }

    /** A number the scheduler of virtual threads tells, or -1. */
    private long number(String attribute) {
        try {
            return beans.getAttribute(new ObjectName(SCHEDULER), attribute) instanceof Number number
                    ? number.longValue()
                    : -1;
        } catch (JMException olderJava) {
            return -1;
        }
    }
}
