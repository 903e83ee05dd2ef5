package dev.fanfare.simulation.system;

import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.fabric.SimulatedLink;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The connection of a node for commands. Requests and answers are ordered, and each of them can be lost. A call without an
 * answer fails at its timeout and has no effect afterwards; it may have had an effect before. Confined to the thread that
 * runs the simulation.
 */
public final class CommandConnection {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    /** A call that was neither answered nor abandoned. */
    private static final class Call<T> {
        private final CompletableFuture<T> outcome = new CompletableFuture<>();
        private Cancellable timer = () -> {};
    }

    private final Fabric fabric;
    private final String node;
    private final SimulatedLink up;
    private final SimulatedLink down;
    private final Set<Call<?>> calls = new LinkedHashSet<>();
    private boolean broken;
    private boolean closed;
    private int requestsToLose;
    private int answersToLose;

    CommandConnection(Fabric fabric, String node) {
        this.fabric = fabric;
        this.node = node;
        this.up = new SimulatedLink(fabric);
        this.down = new SimulatedLink(fabric);
    }

    /** Loses the next requests. */
    public void loseRequests(int number) {
        requestsToLose += number;
    }

    /** Loses the answers of the next calls, which take effect. */
    public void loseAnswers(int number) {
        answersToLose += number;
    }

    /** Cancels the planned faults. */
    public void spare() {
        requestsToLose = 0;
        answersToLose = 0;
        slow(1);
    }

    /** Multiplies all delays. */
    public void slow(int times) {
        up.slow(times);
        down.slow(times);
    }

    /** Sends a request. Requests and answers keep their order. */
    <T> CompletionStage<T> call(Supplier<T> atServer) {
        return call(atServer, false);
    }

    /** Sends a request on any free connection. Requests can overtake one another. */
    <T> CompletionStage<T> callUnordered(Supplier<T> atServer) {
        return call(atServer, true);
    }

    /** As {@link #call}, for a command without a result. */
    CompletionStage<Void> run(Runnable atServer) {
        return done(call(doing(atServer)));
    }

    /** As {@link #callUnordered}, for a command without a result. */
    CompletionStage<Void> runUnordered(Runnable atServer) {
        return done(callUnordered(doing(atServer)));
    }

    /** Interrupts the connection. Messages in transit may be lost. */
    void interrupt() {
        broken = true;
        if (fabric.chance().oneIn(2)) {
            cut();
        }
    }

    /** Interrupts the connection because the server ends. Requests in transit are lost. */
    void lose() {
        interrupt();
        up.cut();
    }

    /** Restores the connection. Messages in transit are lost. */
    void restore() {
        cut();
        broken = false;
    }

    /** The first action of a new connection at the server, and its result at the node. */
    void handshake(Runnable atServer, Runnable atNode) {
        up.send(() -> {
            atServer.run();
            down.send(atNode);
        });
    }

    /** Fails all pending and future calls. */
    void close() {
        closed = true;
        cut();
        for (var call : List.copyOf(calls)) {
            fail(call, "the engine is closed");
        }
    }

    /** Ends the process and its pending calls. */
    void kill() {
        closed = true;
        cut();
        calls.forEach(call -> call.timer.cancel());
        calls.clear();
    }

    private <T> CompletionStage<T> call(Supplier<T> atServer, boolean unordered) {
        if (closed) {
            return CompletableFuture.failedStage(new EngineException("the engine of " + node + " is closed"));
        }
        var call = new Call<T>();
        calls.add(call);
        call.timer = fabric.after(TIMEOUT, () -> fail(call, "no answer within " + TIMEOUT));
        boolean lostRequest = requestsToLose > 0;
        boolean lostAnswer = !lostRequest && answersToLose > 0;
        requestsToLose -= lostRequest ? 1 : 0;
        answersToLose -= lostAnswer ? 1 : 0;
        if (broken || lostRequest) {
            fabric.counts().add("requests lost");
            return call.outcome;
        }
        send(up, unordered, () -> arrive(call, atServer, unordered, lostAnswer));
        return call.outcome;
    }

    private <T> void arrive(Call<T> call, Supplier<T> atServer, boolean unordered, boolean lostAnswer) {
        if (!calls.contains(call)) {
            return;
        }
        Runnable answer = answer(call, atServer);
        if (lostAnswer) {
            fabric.counts().add("answers lost");
        } else {
            send(down, unordered, answer);
        }
    }

    /** Runs the call at the server. Returns the arrival of the answer, which may be an error. */
    private <T> Runnable answer(Call<T> call, Supplier<T> atServer) {
        try {
            T answer = atServer.get();
            return () -> {
                if (calls.remove(call)) {
                    call.timer.cancel();
                    call.outcome.complete(answer);
                }
            };
        } catch (EngineException refusal) {
            return () -> fail(call, String.valueOf(refusal.getMessage()));
        }
    }

    private static void send(SimulatedLink link, boolean unordered, Runnable arrival) {
        if (unordered) {
            link.sendUnordered(arrival);
        } else {
            link.send(arrival);
        }
    }

    private void fail(Call<?> call, String why) {
        if (calls.remove(call)) {
            call.timer.cancel();
            fabric.counts().add("calls failed");
            fabric.note(node, "call failed", why);
            call.outcome.completeExceptionally(new EngineException(why));
        }
    }

    private static Supplier<Boolean> doing(Runnable atServer) {
        return () -> {
            atServer.run();
            return true;
        };
    }

    private static CompletionStage<Void> done(CompletionStage<Boolean> answer) {
        return answer.thenCompose(yes -> DONE);
    }

    private void cut() {
        up.cut();
        down.cut();
    }
}
