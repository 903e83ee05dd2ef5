package dev.fanfare.testkit.memory;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Detects whether virtual threads of this process are running or runnable, which requires Java 24. Thread-safe.
 * Concurrent tests affect each other: they wait for each other, but not longer than {@link #grace}.
 */
final class HandlerActivity {
    private static final String SCHEDULER = "jdk.management:type=VirtualThreadScheduler";
    private static final Duration GRACE = Duration.ofSeconds(1);
    /** Duration of each wait if the JVM does not report virtual threads. */
    private static final Duration BLIND_GRACE = Duration.ofMillis(50);

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final boolean canTell = number("MountedVirtualThreadCount") >= 0;

    /** Returns how long to wait for handlers to become idle. */
    Duration grace() {
        return canTell ? GRACE : BLIND_GRACE;
    }

    /** Returns true if no virtual thread other than the caller is running or runnable. */
    boolean areIdle() {
        int mine = Thread.currentThread().isVirtual() ? 1 : 0;
        // Reads the number of queued threads twice, because a yielding thread moves from running to queued.
        return canTell
                && number("QueuedVirtualThreadCount") <= 0
                && number("MountedVirtualThreadCount") <= mine
                && number("QueuedVirtualThreadCount") <= 0;
    }

    /** Returns an attribute of the scheduler of virtual threads, or -1. */
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
