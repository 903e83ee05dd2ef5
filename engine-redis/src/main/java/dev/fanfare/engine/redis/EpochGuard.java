package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.SeenPositions.Seen;
import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.monitoring.LogText;
import java.util.ArrayDeque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the positions in the pushes and replies of one server. Confined to the link's loop.
 *
 * <p>The data of a server can go back although its connections stay open: when an operator reloads an older dump, or when
 * the server becomes a replica for a short time. The replication id may even be the same, and the next publications then
 * get offsets that the current epoch has already assigned. A position that shows this starts a new epoch of its history,
 * before anything that this node sends later.
 */
final class EpochGuard {
    private static final Logger LOG = LoggerFactory.getLogger(EpochGuard.class);
    private static final int SMALL = 64;

    private final Link link;
    private final SeenPositions seen;
    private final PositionComparison comparison;
    /** Histories whose new epoch could not be requested. */
    private final ArrayDeque<Seen> failed = new ArrayDeque<>();

    private long histories;

    EpochGuard(Link link, SeenPositions seen, PositionComparison comparison) {
        this.link = link;
        this.seen = seen;
        this.comparison = comparison;
    }

    /** Returns a number for a request, to be passed with the position of its reply. Called when the request is sent. */
    long beginRequest() {
        return seen.beginRequest();
    }

    /** Records the position of a publication that was pushed to this node. */
    void pushed(String channel, StreamPosition position) {
        retry();
        if (seen.seePush(channel, position)) {
            restart(channel, position.epoch());
        }
    }

    /** Records the position that a publish has returned. */
    void published(String channel, PublishResult result, long request) {
        retry();
        switch (result) {
            case PublishResult.Accepted accepted -> {
                var position = accepted.position();
                if (position != null && seen.seePublished(channel, position, request)) {
                    restart(channel, position.epoch());
                }
            }
            case PublishResult.Suppressed suppressed -> {
                var position = suppressed.position();
                if (position != null) {
                    seen.see(channel, position);
                }
            }
        }
    }

    /** Records the top that a request has returned. */
    void read(String channel, StreamPosition top, long request) {
        retry();
        if (seen.seeTop(channel, top, request)) {
            restart(channel, top.epoch());
        }
    }

    private void restart(String channel, String epoch) {
        histories++;
        if (Long.bitCount(histories) == 1) {
            LOG.warn(
                    "history-went-back server={} histories={}: Redis returned an earlier state of its data without an"
                            + " interruption, most recently of channel {}; the clients are notified",
                    link.state().server(),
                    histories,
                    LogText.of(channel));
        }
        request(new Seen(channel, epoch, SeenPositions.ABOVE_ANY_TOP));
    }

    /**
     * Requests a new epoch. If the link is interrupted, the comparison after it starts the epoch. If the request was not
     * sent because too many are waiting, or the server refused it, it is repeated with a later position: the history is
     * reported only once.
     */
    private void request(Seen ended) {
        link.submit(SMALL, connection -> comparison.compare(connection, List.of(ended)))
                .whenComplete((started, failure) -> {
                    if (failure == null) {
                        seen.forget(ended);
                    } else {
                        failed.add(ended);
                    }
                });
    }

    private void retry() {
        var ended = failed.poll();
        if (ended != null) {
            request(ended);
        }
    }
}
