package dev.fanfare.core.hub;

import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A subscriber that is not active yet. Confined to the event loop. After {@link #ready} has completed, the broker
 * delivers the channel. Then the caller reads the history of a positioned subscriber, and {@link #merge} combines it
 * with what arrived in the meantime. A subscriber without position can {@link #keep} what arrives until it is
 * activated.
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
     * The starting point of a subscriber after a merge; used once.
     *
     * @param stream its cursor
     * @param arrived the publications that arrived during the read, after the top of the history and up to the cursor
     * @param interrupted true if the broker was interrupted in the meantime, so publications may be missing after the
     *     cursor
     */
    private record Merged(StreamCursor stream, List<Publication> arrived, boolean interrupted) implements Merge {
        @Override
        public StreamPosition position() {
            return stream.position();
        }
    }

    /**
     * The outcome of a merge: the subscriber's position, and the publications between the top of the history and it.
     */
    public sealed interface Merge {
        StreamPosition position();

        List<Publication> arrived();
    }

    public Subscriber subscriber() {
        return subscriber;
    }

    /**
     * Completes, on any thread, when every publication accepted from now on will be delivered; fails as the broker
     * does.
     */
    public CompletionStage<Void> ready() {
        return ready;
    }

    /** Starts the read of a history: what arrives from now on will be merged with it. */
    public void beginRead() {
        interruptions = fanOut.interruptions();
        var recent = subscriber.recent();
        if (recent != null) {
            recent.restart();
        }
    }

    /**
     * Merges a history that ended at this top with what arrived since the last {@link #beginRead}; empty if they do not
     * connect.
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

    /** Keeps what arrives from now on, for a subscriber without position. */
    public void keep() {
        subscriber.read(fanOut.openRecent());
    }

    /** Returns the publications that arrived since {@link #keep}; empty if there were too many. */
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

    /** Activates the subscriber: it receives the next batch. Has no effect once cancelled. */
    public void activate() {
        if (!subscriber.isCancelled()) {
            subscriber.stopReading();
            fanOut.join(subscriber, null);
        }
    }

    /** Activates the subscriber at the position of the merge, without a gap. Has no effect once cancelled. */
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
