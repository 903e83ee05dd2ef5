package dev.fanfare.engine.redis;

import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.channel.Push;
import dev.fanfare.core.port.BrokerListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a broker told, in its order: publications as their texts, interruptions as {@link #INTERRUPTED}. Thread-safe. */
final class Heard implements BrokerListener {
    static final String INTERRUPTED = "(interrupted)";

    private final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public void onPush(String channel, Push push) {
        all.add(push instanceof Publication publication ? publication.payload().text() : push.toString());
    }

    @Override
    public void onInterrupted() {
        all.add(INTERRUPTED);
    }

    List<String> all() {
        return List.copyOf(all);
    }
}
