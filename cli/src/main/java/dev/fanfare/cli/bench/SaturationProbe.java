package dev.fanfare.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import io.netty.channel.EventLoop;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Measures the load of this process. Confined to the thread of the run, except for its timers. */
final class SaturationProbe {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final RunContext context;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long startNanos;
    private long startCpu;
    private double cores;
    private double machine;

    SaturationProbe(RunContext context, Iterable<EventLoop> loops) {
        this.context = context;
        loops.forEach(loop -> loop.execute(() -> schedule(loop)));
    }

    private void schedule(EventLoop loop) {
        long due = System.nanoTime() + INTERVAL_NANOS;
        loop.schedule(
                () -> {
                    RunStats.record(context.stats.loopLag, System.nanoTime() - due);
                    if (!context.isEnded()) {
                        schedule(loop);
                    }
                },
                INTERVAL_NANOS,
                TimeUnit.NANOSECONDS);
    }

    void begin() {
        context.stats.loopLag.reset();
        system.getCpuLoad(); // the next value is that since this call
        startNanos = System.nanoTime();
        startCpu = system.getProcessCpuTime();
    }

    void end() {
        cores = (double) (system.getProcessCpuTime() - startCpu) / Math.max(1, System.nanoTime() - startNanos);
        machine = system.getCpuLoad();
    }

    Saturation result(Histogram sendDelay, long backlog) {
        int available = Math.min(context.plan.threads(), Runtime.getRuntime().availableProcessors());
        return Saturation.of(
                new Saturation.Cpu(cores, available, machine),
                context.stats.loopLag.getIntervalHistogram(),
                sendDelay,
                backlog);
    }
}
