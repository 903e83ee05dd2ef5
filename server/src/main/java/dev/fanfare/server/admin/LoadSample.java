package dev.fanfare.server.admin;

/**
 * The load of a node in one interval. Immutable. The p99 values are limits of histogram buckets, in microseconds.
 *
 * @param time end of the interval, in seconds since 1970
 */
record LoadSample(
        long time,
        double connections,
        double subscriptions,
        double channels,
        double publications,
        double deliveries,
        double bytes,
        double drops,
        double disconnects,
        double loopLag,
        double fanOut,
        double heap) {
    static final int FIELDS = 11;

    /** Returns the load between two readings. */
    static LoadSample between(
            LoadTotals before, LoadTotals after, double seconds, long time, int channels, long heapUsed) {
        return new LoadSample(
                time,
                after.connections(),
                after.subscriptions(),
                channels,
                rate(before.publications(), after.publications(), seconds),
                rate(before.deliveries(), after.deliveries(), seconds),
                rate(before.bytes(), after.bytes(), seconds),
                rate(before.drops(), after.drops(), seconds),
                rate(before.disconnected(), after.disconnected(), seconds),
                after.loopLag().microsOf(0.99, before.loopLag()),
                after.fanOut().microsOf(0.99, before.fanOut()),
                heapUsed);
    }

    /** The values in the order of {@link LoadHistory#NAMES}. */
    double[] values() {
        return new double[] {
            connections,
            subscriptions,
            channels,
            publications,
            deliveries,
            bytes,
            drops,
            disconnects,
            loopLag,
            fanOut,
            heap
        };
    }

    private static double rate(double before, double after, double seconds) {
        return Math.max(0, after - before) / seconds;
    }
}
