package dev.fanfare.core.hub;

import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A subscriber that is not active yet. When {@link #ready} has completed the broker hands out the channel; then a
 * positioned one has its history read, and {@link #merge} joins that with what arrived meanwhile. One that is not positioned
 * may {@link #keep} what arrives until it is active. Confined to the event loop.
 */
public final class PendingSubscriber {
    private final Subscriber subscriber;
    private final ChannelFanOut fanOut;
    private final CompletionStage<Void> ready;
    private long interruptions;

    PendingSubscriber(Subscriber subscriber, ChannelFanOut fanOut, CompletionStage<Void> ready) {
        this.subscriber = subscriber;
        this.fanOut = fanOut;
        this.ready = ready;
    }

    /**
     * Where a subscriber begins after a merge, once.
     *
     * @param stream its cursor
     * @param arrived the publications that arrived while its history was read, beyond the history's top and up to its cursor
     * @param interrupted whether the broker was away meanwhile, so that something may be missing behind the cursor
     */
    private record Merged(StreamCursor stream, List<Publication> arrived, boolean interrupted) implements Merge {
        @Override
        public StreamPosition position() {
            return stream.position();
        }
    }

    /** The outcome of a merge: the subscriber's position and what lies between it and the history's top. */
    public sealed interface Merge {
        StreamPosition position();

        List<Publication> arrived();
    }

    public Subscriber subscriber() {
        return subscriber;
    }

    /** Completes, on any thread, when nothing accepted from now on is missed; fails as the broker does. */
    public CompletionStage<Void> ready() {
        return ready;
    }

    /** The history is about to be read: what arrives from now on is to be joined with it. */
    public void beginRead() {
        interruptions = fanOut.interruptions();
        var recent = subscriber.recent();
        if (recent != null) {
            recent.restart();
        }
    }

    /**
     * Joins a history that ended at this top with what arrived since the last {@link #beginRead}; empty when the one does
     * not follow the other.
     */
    public Optional<Merge> merge(StreamPosition top) {
        var recent = subscriber.recent();
        var taken = recent == null ? null : recent.read();
        if (taken == null) {
            return Optional.empty();
        }
        var stream = new StreamCursor(top, interruptions);
        var arrived = new ArrayList<Publication>();
        boolean interrupted = false;
        for (var delivery : taken) {
            if (delivery instanceof Delivery.Interruption interruption) {
                interrupted |= stream.interrupt(interruption.number());
            } else if (delivery.push() instanceof Publication publication && publication.position() != null) {
                switch (stream.accept(publication)) {
                    case NEXT -> arrived.add(publication);
                    case SEEN -> {}
                    case BROKEN -> {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.of(new Merged(stream, arrived, interrupted));
    }

    /** Keeps what arrives from now on, for one that is not positioned. */
    public void keep() {
        subscriber.read(fanOut.openRecent());
    }

    /** The publications that arrived since {@link #keep}, if it was called; empty when they were more than is kept. */
    public Optional<List<Publication>> kept() {
        var recent = subscriber.recent();
        if (recent == null) {
            return Optional.of(List.of());
        }
        return Optional.ofNullable(recent.read()).map(PendingSubscriber::publications);
    }

    private static List<Publication> publications(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(Delivery::push)
                .filter(Publication.class::isInstance)
                .map(Publication.class::cast)
                .toList();
    }

    /** From the next batch on, pushes arrive. Does nothing once cancelled. */
    public void activate() {
        if (!subscriber.isCancelled()) {
            subscriber.stopReading();
            fanOut.join(subscriber, null);
        }
    }

    /** From the position of the merge on, publications arrive without gap. Does nothing once cancelled. */
    public void activate(Merge merge) {
        if (!subscriber.isCancelled()) {
            subscriber.stopReading();
            switch (merge) {
                case Merged merged -> {
                    fanOut.admit(subscriber, merged.stream);
                    if (merged.interrupted) {
                        fanOut.checkPosition();
                    }
                }
            }
        }
    }
}
