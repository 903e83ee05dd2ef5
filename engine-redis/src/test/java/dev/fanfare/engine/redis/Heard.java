package dev.fanfare.engine.redis;

import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The events of a broker in order: publications as their texts, interruptions as {@link #INTERRUPTED}. Thread-safe. */
final class Heard implements BrokerListener {
    static final String INTERRUPTED = "(interrupted)";

    private final List<String> all = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void onPush(String channel, Push push) {
        all.add(push instanceof Publication publication ? publication.payload().text() : push.toString());
    }

    @Override
    public void onInterrupted() {
        all.add(INTERRUPTED);
    }

    List<String> all() {
        synchronized (all) {
            return List.copyOf(all);
        }
    }
}
