package dev.fanfare.testkit;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension that fails a test class if Netty reported a leaked buffer. Registers itself with JUnit (service
 * file, extension detection). Has no effect without Netty and logback on the class path.
 *
 * <p>Netty detects a leak when the lost buffer has been collected and another buffer is allocated. Therefore, after the
 * tests of a class, this extension runs the garbage collector, allocates, and reads the log of Netty. It detects
 * buffers that are unreachable by then, at a leak detection level that tracks all buffers ({@code paranoid}). It does
 * not detect buffers that are still referenced, for example by an open connection. A leak that becomes unreachable
 * later is attributed to a later class, and Netty reports equal leaks of one virtual machine only once. The trace in
 * the message shows the allocation.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {
    private static final Duration COLLECTION = Duration.ofSeconds(10);

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

    /** Fails if a leak was reported since the last call; requires logback. */
    static void verify() {
        if (isPresent("io.netty.buffer.ByteBufAllocator")) {
            collect();
            allocate();
        }
        var leaks = LeakLog.take();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " leaked buffers:\n" + String.join("\n", leaks));
        }
    }

    /** Runs the garbage collector until a new weak reference is cleared, and with it those of lost buffers. */
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

    /** Allocates and releases a tracked buffer by reflection, because the test kit must not require Netty. */
    private static void allocate() {
        try {
            var allocator = Class.forName("io.netty.buffer.ByteBufAllocator");
            var buffer = allocator
                    .getMethod("buffer")
                    .invoke(allocator.getField("DEFAULT").get(null));
            Class.forName("io.netty.util.ReferenceCounted").getMethod("release").invoke(buffer);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this version of Netty is not supported by the leak guard", changed);
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
