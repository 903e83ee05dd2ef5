package dev.fanfare.engine.redis;

import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The highest offset that this node has seen of each channel and epoch, in pushes and replies. Confined to the link's
 * loop. Limited to the most recently seen channels.
 *
 * <p>The offsets of an epoch only increase. A later offset that is not higher shows that the history has gone back
 * within the epoch, so that the server assigns offsets of this epoch again.
 */
final class SeenPositions {
    /** The highest offset of an epoch in which the server has assigned offsets twice. */
    static final long ABOVE_ANY_TOP = Long.MAX_VALUE;

    private static final float LOAD_FACTOR = 0.75f;

    /** The highest offset seen of a channel in an epoch. */
    record Seen(String channel, String epoch, long offset) {}

    private record Life(String channel, String epoch) {}

    private static final class Offsets {
        private long highest;
        /** The value of {@link SeenPositions#requests} when the highest offset was seen. */
        private long requests;

        private long pushed;
        /** True once the history is known to have gone back, which is reported once. */
        private boolean reported;
    }

    private final Map<Life, Offsets> lives;
    private long requests;

    SeenPositions(int max) {
        lives = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Life, Offsets> eldest) {
                return size() > max;
            }
        };
    }

    /** Returns a number for a request, to be passed with the position of its reply. Called when the request is sent. */
    long beginRequest() {
        return ++requests;
    }

    /** Records a position that may be an old one. */
    void see(String channel, StreamPosition position) {
        var offsets = offsets(channel, position);
        if (offsets != null) {
            raise(offsets, position.offset());
        }
    }

    /** Records the position of a publication that was pushed to this node. Returns true if the history has gone back. */
    boolean seePush(String channel, StreamPosition position) {
        var offsets = offsets(channel, position);
        if (offsets == null) {
            return false;
        }
        boolean goneBack = position.offset() <= offsets.pushed;
        offsets.pushed = position.offset();
        raise(offsets, position.offset());
        return report(offsets, goneBack);
    }

    /** Records the position that a publish has assigned. Returns true if the history has gone back. */
    boolean seePublished(String channel, StreamPosition position, long request) {
        var offsets = offsets(channel, position);
        if (offsets == null) {
            return false;
        }
        boolean goneBack = offsets.requests < request && position.offset() <= offsets.highest;
        raise(offsets, position.offset());
        return report(offsets, goneBack);
    }

    /** Records the top that a request has returned. Returns true if the history has gone back. */
    boolean seeTop(String channel, StreamPosition top, long request) {
        var offsets = offsets(channel, top);
        if (offsets == null) {
            return false;
        }
        boolean goneBack = offsets.requests < request && top.offset() < offsets.highest;
        raise(offsets, top.offset());
        return report(offsets, goneBack);
    }

    /** Removes an epoch that has ended, so that it is not compared again. */
    void forget(Seen seen) {
        lives.remove(new Life(seen.channel, seen.epoch));
    }

    /** Returns a copy of all entries. A history that has gone back has the highest possible offset, which is above any top. */
    List<Seen> all() {
        var all = new ArrayList<Seen>(lives.size());
        lives.forEach((life, offsets) ->
                all.add(new Seen(life.channel, life.epoch, offsets.reported ? ABOVE_ANY_TOP : offsets.highest)));
        return all;
    }

    private @Nullable Offsets offsets(String channel, StreamPosition position) {
        var life = new Life(channel, position.epoch());
        // An empty history cannot lose anything.
        return position.offset() == 0 ? lives.get(life) : lives.computeIfAbsent(life, unseen -> new Offsets());
    }

    private void raise(Offsets offsets, long offset) {
        if (offset > offsets.highest) {
            offsets.highest = offset;
            offsets.requests = requests;
        }
    }

    private static boolean report(Offsets offsets, boolean goneBack) {
        boolean first = goneBack && !offsets.reported;
        offsets.reported |= goneBack;
        return first;
    }
}
