package dev.fanfare.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.cli.bench.StreamTracker.Arrival;
import org.junit.jupiter.api.Test;

class StreamTrackerTest {
    private final StreamState stream = new StreamState(0, 0, 0);

    @Test
    void gaps_areLost_unlessTheyAreClosedLate() {
        var tracker = StreamTracker.fromNow(stream);
        send(6);

        assertThat(tracker.accept(0)).isEqualTo(Arrival.NEW);
        assertThat(tracker.accept(4)).isEqualTo(Arrival.NEW);
        assertThat(tracker.accept(2)).isEqualTo(Arrival.LATE);
        assertThat(tracker.accept(2)).isEqualTo(Arrival.DUPLICATE);
        assertThat(tracker.accept(4)).isEqualTo(Arrival.DUPLICATE);

        assertThat(tracker.lostInGaps()).isEqualTo(2);
        assertThat(tracker.outstanding()).isEqualTo(1);
        assertThat(tracker.expected(true)).isEqualTo(6);
        assertThat(tracker.isComplete()).isFalse();
    }

    @Test
    void rejectedPublications_areNotExpected() {
        var tracker = StreamTracker.fromNow(stream);
        send(4);
        stream.reject(1);
        stream.reject(3);
        tracker.accept(0);
        tracker.accept(2);

        assertThat(tracker.lostInGaps()).isZero();
        assertThat(tracker.outstanding()).isZero();
        assertThat(tracker.expected(true)).isEqualTo(2);
    }

    @Test
    void publicationsBeforeTheSubscription_mayArriveButAreNotExpected() {
        send(5);
        var tracker = StreamTracker.fromNow(stream);
        send(2);

        assertThat(tracker.accept(3)).isEqualTo(Arrival.NEW);
        assertThat(tracker.accept(6)).isEqualTo(Arrival.NEW);
        assertThat(tracker.lostInGaps()).isEqualTo(1);
        assertThat(tracker.expected(true)).isEqualTo(2);
    }

    @Test
    void unconfirmedSubscription_startsWithItsFirstDelivery() {
        send(3);
        var tracker = StreamTracker.fromFirstDelivery(stream);
        send(3);
        assertThat(tracker.expected(true)).isZero();
        assertThat(tracker.outstanding()).isZero();

        tracker.accept(4);
        assertThat(tracker.expected(true)).isEqualTo(2);
        assertThat(tracker.lostInGaps()).isZero();
    }

    @Test
    void connectionThatEnds_leavesLaterPublicationsUnresolved() {
        var tracker = StreamTracker.fromNow(stream);
        send(3);
        tracker.accept(0);
        tracker.end();
        send(5);

        assertThat(tracker.outstandingAtEnd()).isEqualTo(2);
        assertThat(tracker.expected(false)).isEqualTo(1);
    }

    @Test
    void closedLoop_permitsThePublicationsOfItsWindow() {
        var loop = new StreamState(0, 0, 2);
        loop.addSubscriber();
        assertThat(loop.next()).isZero();
        assertThat(loop.next()).isEqualTo(1);
        assertThat(loop.mayPublish()).isFalse();

        assertThat(loop.delivered(0)).isTrue();
        assertThat(loop.mayPublish()).isTrue();
    }

    private void send(int count) {
        for (var sent = 0; sent < count; sent++) {
            stream.next();
        }
    }
}
