package dev.fanfare.core.session;

import dev.fanfare.model.channel.SlowClientPolicy.Mode;
import dev.fanfare.model.monitoring.Metrics.DropReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A simple model of an outbox: lists that are searched from the front. */
final class OutboxModel {
    private static final int JOINED_BYTES = 64 * 1024;

    /**
     * A message to the client.
     *
     * @param channel the number of its channel
     * @param key the key for conflation; null for none
     */
    record Item(
            String text, int channel, Mode mode, @Nullable String key) {
        int size() {
            return text.length() + 1;
        }

        int cost() {
            return text.length() + QueueClient.OVERHEAD_BYTES;
        }

        boolean replaces(Item older) {
            return key != null && channel == older.channel && key.equals(older.key);
        }
    }

    private final int maxBytes;
    private final List<Item> control = new ArrayList<>();
    private final List<Item> publications = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final Map<DropReason, Integer> dropped = new EnumMap<>(DropReason.class);
    private boolean open = true;
    private int writesLeft;

    OutboxModel(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void publish(List<Item> batch) {
        if (!open) {
            return;
        }
        if (writesLeft > 0 && bytes() == 0) {
            batch.forEach(item -> sent.add(item.text()));
            writesLeft--;
            return;
        }
        for (var item : batch) {
            var replaced = publications.stream().filter(item::replaces).toList();
            publications.removeAll(replaced);
            if (!makeRoom(item)) {
                break;
            }
            publications.add(item);
            count(DropReason.CONFLATED, replaced.size());
        }
    }

    void reply(Item item) {
        if (open && makeRoom(item)) {
            control.add(item);
            drain();
        }
    }

    /** Lets the client accept this number of writes and then stall again. */
    void resume(int writes) {
        writesLeft = writes;
        drain();
    }

    int bytes() {
        return waiting().mapToInt(Item::cost).sum();
    }

    long frames() {
        return waiting().count();
    }

    boolean isOpen() {
        return open;
    }

    List<String> sent() {
        return sent;
    }

    Map<DropReason, Integer> dropped() {
        return dropped;
    }

    private Stream<Item> waiting() {
        return Stream.concat(control.stream(), publications.stream());
    }

    private boolean makeRoom(Item item) {
        while (bytes() > 0 && bytes() + item.cost() > maxBytes) {
            var droppable = publications.stream()
                    .filter(each -> each.mode() == Mode.DROP_OLDEST)
                    .toList();
            if (droppable.isEmpty()) {
                open = false;
                control.clear();
                publications.clear();
                return false;
            }
            publications.remove(droppable.stream()
                    .filter(each -> each.channel() == item.channel())
                    .findFirst()
                    .orElse(droppable.getFirst()));
            count(DropReason.OLDEST, 1);
        }
        return true;
    }

    private void count(DropReason reason, int items) {
        if (items > 0) {
            dropped.merge(reason, items, Integer::sum);
        }
    }

    private void drain() {
        while (writesLeft > 0 && bytes() > 0) {
            int joined = 0;
            for (var next = next(); next != null; next = next()) {
                if (joined > 0 && joined + next.size() > JOINED_BYTES) {
                    break;
                }
                joined += next.size();
                sent.add(next.text());
                (control.isEmpty() ? publications : control).removeFirst();
            }
            writesLeft--;
        }
    }

    private @Nullable Item next() {
        return waiting().findFirst().orElse(null);
    }
}
