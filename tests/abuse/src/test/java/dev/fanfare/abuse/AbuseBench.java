package dev.fanfare.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.RawWebSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Attacks a fresh server and measures it and a well-behaved client. Immutable. Each measurement is reported.
 *
 * @param name name of the attack in files
 * @param server starts a server
 * @param client opens the socket of the well-behaved client
 * @param roundTrip round trip of the well-behaved client
 * @param duration time limit of the attack, and of its preparation
 * @param preparation opens connections that are not part of the attack, before the measurement
 */
record AbuseBench(
        String name,
        Supplier<ServerProcess> server,
        Function<InetSocketAddress, RawWebSocket> client,
        RoundTrip roundTrip,
        Duration duration,
        Attack preparation) {
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration UNDISTURBED = Duration.ofSeconds(3);
    private static final Duration BUSY = Duration.ofMillis(30);
    private static final int MAX_WINDOWS = 4;
    private static final Duration ATTACK = Duration.ofSeconds(8);
    /** False by default, because other programs of the machine delay every client, too. */
    private static final boolean JUDGES_DELAYS = Boolean.getBoolean("abuse.delays");

    /** Creates a bench for the command {@code serve}. */
    static AbuseBench serve(String name, String yaml) {
        return new AbuseBench(
                name, () -> ServerProcess.serve(name, yaml), Clients::publisher, Clients::publish, ATTACK, none());
    }

    /** Creates a bench for the embedded application. */
    static AbuseBench embedded(String name, Path files) {
        return new AbuseBench(
                name, () -> ServerProcess.embedded(name, files), Clients::echo, Clients::roundTrip, ATTACK, none());
    }

    /** Returns a copy with another time limit. */
    AbuseBench lasting(Duration other) {
        return new AbuseBench(name, server, client, roundTrip, other, preparation);
    }

    /** Returns a copy that runs a preparation before the attack. */
    AbuseBench after(Attack first) {
        return new AbuseBench(name, server, client, roundTrip, duration, first);
    }

    private static Attack none() {
        return attacker -> {};
    }

    /**
     * Runs the attack and fails if the server ends, keeps memory, or disconnects the client. With {@code -Dabuse.delays=true} it also
     * fails if the client is delayed in two of three runs. Delays are always reported.
     */
    void withstands(Attack attack) {
        var first = checked(attack);
        if (JUDGES_DELAYS && first.isSlow()) {
            boolean again =
                    IntStream.range(0, 2).anyMatch(run -> checked(attack).isSlow());
            assertThat(again).as("two runs of three are slow: " + first).isFalse();
        }
    }

    private Measurement checked(Attack attack) {
        var measured = measure(attack);
        assertThat(measured.problems()).as(measured.toString()).isEmpty();
        return measured;
    }

    private Measurement measure(Attack attack) {
        try (var running = server.get();
                var steady = new SteadyClient(client.apply(running.address()), roundTrip)) {
            LockSupport.parkNanos(WARM_UP.toNanos());
            long before = running.liveObjects().bytes();
            var undisturbed = undisturbed(steady);
            try (var attacker = new Attacker(running.address(), duration)) {
                preparation.run(attacker);
                attacker.deadline().restart(duration);
                return measure(attack, attacker, running, steady, before, undisturbed);
            }
        }
    }

    /** Measures again if the machine is busy, because a large p99 would hide the effects of the attack. */
    private static Duration undisturbed(SteadyClient steady) {
        var best = p99(steady);
        for (int i = 1; i < MAX_WINDOWS && best.compareTo(BUSY) > 0; i++) {
            var next = p99(steady);
            best = next.compareTo(best) < 0 ? next : best;
        }
        return best;
    }

    private static Duration p99(SteadyClient steady) {
        steady.restart();
        LockSupport.parkNanos(UNDISTURBED.toNanos());
        return steady.p99();
    }

    /** Reports the measurement also if a check of the attack fails. */
    private Measurement measure(
            Attack attack,
            Attacker attacker,
            ServerProcess running,
            SteadyClient steady,
            long before,
            Duration undisturbed) {
        steady.restart();
        var cpu = running.cpuTime();
        long start = System.nanoTime();
        @Nullable Throwable failure = null;
        try {
            attack.run(attacker);
        } catch (RuntimeException | AssertionError failed) {
            failure = failed;
        }
        var attacked = steady.p99();
        double share = running.cpuTime().minus(cpu).toNanos() / (double) (System.nanoTime() - start);
        boolean disconnected = steady.failure().isPresent();
        long after = running.liveBytesUnlessEnded();
        var measured = new Measurement(
                running.exitCode(),
                running.isOutOfMemory(),
                before,
                after,
                running.peakResident(),
                share,
                undisturbed,
                attacked,
                disconnected);
        Measurements.report(name, measured + "; attacker: " + attacker + (failure == null ? "" : "; " + failure));
        if (failure != null) {
            throw new AssertionError(measured.toString(), failure);
        }
        return measured;
    }
}
