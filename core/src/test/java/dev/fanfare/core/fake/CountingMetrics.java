package dev.fanfare.core.fake;

import dev.fanfare.model.monitoring.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Adds up the metrics of core. Thread-safe. */
public final class CountingMetrics implements Metrics {
    private final Map<DropReason, Integer> dropped = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> disconnected = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> unsubscribed = new ConcurrentHashMap<>();
    private final Map<Operation, Integer> failed = new ConcurrentHashMap<>();
    private final AtomicInteger missed = new AtomicInteger();

    @Override
    public void dropped(DropReason reason, int publications) {
        dropped.merge(reason, publications, Integer::sum);
    }

    @Override
    public void disconnected(int code) {
        disconnected.merge(code, 1, Integer::sum);
    }

    @Override
    public void unsubscribed(int code) {
        unsubscribed.merge(code, 1, Integer::sum);
    }

    @Override
    public void failed(Operation operation) {
        failed.merge(operation, 1, Integer::sum);
    }

    @Override
    public void missed(int channels) {
        missed.addAndGet(channels);
    }

    /** The channels that may have missed publications, summed over all interruptions. */
    public int missed() {
        return missed.get();
    }

    /** The dropped publications by reason; without entries for 0. */
    public Map<DropReason, Integer> dropped() {
        return Map.copyOf(dropped);
    }

    /** Sessions ended by the server, by close code. */
    public Map<Integer, Integer> disconnected() {
        return Map.copyOf(disconnected);
    }

    /** Subscriptions ended by the server, by unsubscribe code. */
    public Map<Integer, Integer> unsubscribed() {
        return Map.copyOf(unsubscribed);
    }

    /** Failures of the engine, by operation. */
    public Map<Operation, Integer> failed() {
        return Map.copyOf(failed);
    }
}
