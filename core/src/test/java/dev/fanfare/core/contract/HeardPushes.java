package dev.fanfare.core.contract;

import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Records the pushes of a broker, and counts calls that overlap, which the contract forbids. Thread-safe. */
final class HeardPushes implements BrokerListener {
    private static final int PATIENCE_SECONDS = 60;
    /** Makes each call long enough for an overlap to be detected. */
    private static final int SPINS = 100;

    /** One push. */
    record Heard(String channel, Push push) {}

    private final BlockingQueue<Heard> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();

    @Override
    public void onPush(String channel, Push push) {
        if (inside.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
        }
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
        }
        queue.add(new Heard(channel, push));
        inside.decrementAndGet();
    }

    /** Waits for the next push. */
    Heard next() {
        try {
            var heard = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (heard == null) {
                throw new AssertionError("nothing was handed out within " + PATIENCE_SECONDS + " s");
            }
            return heard;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a push", interrupted);
        }
    }

    /** Waits for the texts of the next publications, up to and including this one. */
    List<String> textsUntil(String last) {
        var texts = new ArrayList<String>();
        do {
            if (next().push() instanceof Publication publication) {
                texts.add(publication.payload().text());
            }
        } while (texts.isEmpty() || !texts.getLast().equals(last));
        return texts;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Returns how often a push began before the previous one of the same listener had ended. */
    int overlaps() {
        return overlaps.get();
    }
}
