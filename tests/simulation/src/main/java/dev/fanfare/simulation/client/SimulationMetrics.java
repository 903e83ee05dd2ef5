package dev.fanfare.simulation.client;

import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.simulation.fabric.Counts;
import java.util.Locale;

/** Adds the metrics of core to the counts of the simulation. Confined to the thread that runs the simulation. */
record SimulationMetrics(Counts counts) implements Metrics {
    @Override
    public void dropped(DropReason reason, int publications) {
        counts.add(words("dropped", reason), publications);
    }

    @Override
    public void disconnected(int code) {
        counts.add("disconnected " + code);
    }

    @Override
    public void unsubscribed(int code) {
        counts.add("unsubscribed " + code);
    }

    @Override
    public void failed(Operation operation) {
        counts.add(words("failed", operation));
    }

    @Override
    public void missed(int channels) {
        counts.add("channels that may have missed", channels);
    }

    private static String words(String what, Enum<?> which) {
        return what + " " + which.name().toLowerCase(Locale.ROOT);
    }
}
