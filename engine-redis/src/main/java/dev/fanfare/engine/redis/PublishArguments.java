package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.link.PubSub;
import dev.fanfare.model.channel.PublishOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys and arguments of the script that publishes. Not thread-safe. */
final class PublishArguments {
    private static final char MESSAGE = '0';
    private static final char FIRST_OPTIONS = '1';
    private static final int FIXED_VALUES = 4;
    private static final int VALUES_PER_OPTIONS = 8;
    private static final byte[] ZERO = Replies.bytes(0);
    private static final byte[] ONE = Replies.bytes(1);

    private final Keys names;
    private final Duration idempotencyWindow;
    private final List<byte[]> keys;
    private final StringBuilder layout;
    /** The different options, each of which is sent once. */
    private final List<PublishOptions> options = new ArrayList<>(2);

    private final List<byte[]> publications;

    PublishArguments(Keys names, Duration idempotencyWindow, int count) {
        this.names = names;
        this.idempotencyWindow = idempotencyWindow;
        this.keys = new ArrayList<>(2 * count);
        this.layout = new StringBuilder(count);
        this.publications = new ArrayList<>(2 * count);
    }

    void add(Outgoing publication) {
        var channel = publication.channel();
        var its = publication.options();
        if (its == null) {
            layout.append(MESSAGE);
        } else {
            layout.append((char) (FIRST_OPTIONS + index(its)));
            if (its.retention() != null) {
                addKey(names.meta(channel));
                addKey(names.stream(channel));
            }
            var key = its.idempotencyKey();
            if (key != null) {
                addKey(names.answer(channel, key));
            }
        }
        publications.add(Replies.bytes(names.push(channel)));
        publications.add(publication.data());
    }

    private void addKey(String key) {
        keys.add(Replies.bytes(key));
    }

    List<byte[]> keys() {
        return keys;
    }

    /** Returns the arguments; the epoch is the prefix of new epochs. */
    List<byte[]> values(PubSub pubSub, String epoch, boolean olderNodes) {
        var values = new ArrayList<byte[]>(FIXED_VALUES + VALUES_PER_OPTIONS * options.size() + publications.size());
        values.add(Replies.bytes(pubSub.command()));
        values.add(Replies.bytes(epoch));
        values.add(Replies.bytes(layout.toString()));
        values.add(olderNodes ? ONE : ZERO);
        options.forEach(each -> addOptions(each, values));
        values.addAll(publications);
        return values;
    }

    private int index(PublishOptions its) {
        int known = options.indexOf(its);
        if (known >= 0) {
            return known;
        }
        options.add(its);
        return options.size() - 1;
    }

    private void addOptions(PublishOptions its, List<byte[]> to) {
        var retention = its.retention();
        to.add(retention == null ? ZERO : Replies.bytes(retention.size()));
        to.add(retention == null ? ZERO : Replies.millis(retention.age()));
        to.add(retention == null ? ZERO : Replies.millis(retention.metaAge()));
        to.add(retention == null ? ZERO : Replies.millis(retention.unpublishedAge()));
        to.add(Replies.bytes(its.version()));
        to.add(Replies.bytes(its.versionEpoch()));
        to.add(its.skipHistory() ? ONE : ZERO);
        to.add(its.idempotencyKey() == null ? ZERO : Replies.millis(idempotencyWindow));
    }
}
