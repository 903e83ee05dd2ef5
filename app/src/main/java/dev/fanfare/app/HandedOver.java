package dev.fanfare.app;

import java.util.function.Supplier;

/** What is given away for good: whoever takes it closes it, even when it can't be used. */
final class HandedOver {
    private HandedOver() {}

    /** What is made of things that are handed over; when that fails they are closed before the failure leaves. */
    static <T> T to(Supplier<T> making, Runnable... closes) {
        try {
            return making.get();
        } catch (RuntimeException | Error failure) {
            for (var close : closes) {
                close(close, failure);
            }
            throw failure;
        }
    }

    private static void close(Runnable close, Throwable failure) {
        try {
            close.run();
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
