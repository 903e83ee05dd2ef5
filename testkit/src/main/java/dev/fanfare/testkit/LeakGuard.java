package dev.fanfare.testkit;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class during which Netty reported a leaked buffer. Registers itself with JUnit (service file, extension
 * detection) and needs Netty and logback only to be useful: without either on the class path it does nothing.
 *
 * <p>Netty notices a leak when the lost buffer has been collected and the next one is allocated; so after the tests of a
 * class this collects, allocates, and then looks at what Netty has logged. It therefore sees what is unreachable by then,
 * at a leak detection level that tracks all buffers ({@code paranoid}). It does not see a buffer that something still
 * holds, such as a connection that lives on; a leak that becomes unreachable later is blamed on a later class, or on
 * nobody after the last one; and Netty reports equal leaks of one virtual machine once. The trace in the message tells
 * who allocated.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {
    private static final Duration COLLECTION = Duration.ofSeconds(1);
    private static final int COLLECTIONS = 2;

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isPresent("ch.qos.logback.classic.Logger")) {
            LeakLog.attach();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (isPresent("ch.qos.logback.classic.Logger")) {
            verify();
        }
    }

    /** Fails when a leak was reported since the last call; needs logback. */
    static void verify() {
        if (isPresent("io.netty.buffer.ByteBufAllocator")) {
            for (int i = 0; i < COLLECTIONS; i++) {
                collect();
            }
            allocate();
        }
        var leaks = LeakLog.take();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " leaked buffers:\n" + String.join("\n", leaks));
        }
    }

    /** Collects, and waits until a fresh weak reference has been cleared: then those of lost buffers are, too. */
    private static void collect() {
        var queue = new ReferenceQueue<Object>();
        var sentinel = new WeakReference<>(new Object(), queue);
        System.gc();
        try {
            queue.remove(COLLECTION.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        sentinel.clear();
    }

    /** Allocates and frees a tracked buffer, by reflection: the test kit is to need no Netty. */
    private static void allocate() {
        try {
            var allocator = Class.forName("io.netty.buffer.ByteBufAllocator");
            var buffer = allocator
                    .getMethod("buffer")
                    .invoke(allocator.getField("DEFAULT").get(null));
            Class.forName("io.netty.util.ReferenceCounted").getMethod("release").invoke(buffer);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this is not the Netty the leak guard knows", changed);
        }
    }

    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, LeakGuard.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }
}
