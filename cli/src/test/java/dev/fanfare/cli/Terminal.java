package dev.fanfare.cli;

import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs the program in this process. */
final class Terminal {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Runs a command and returns its exit code. Fails after a timeout. */
    int run(String... args) {
        var command = Main.commandLine(args).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return CompletableFuture.supplyAsync(() -> command.execute(args), Terminal::startThread)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Runs a command on its own thread. The common pool has a single thread on two processors, and commands block. */
    private static void startThread(Runnable command) {
        Thread.ofPlatform().start(command);
    }

    /** Starts a command that runs until it is closed. */
    Running start(String... args) {
        var command = Main.commandLine(args).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Running(Thread.ofPlatform().start(() -> command.execute(args)));
    }

    /** A running command. */
    final class Running implements AutoCloseable {
        private final Thread thread;

        private Running(Thread thread) {
            this.thread = thread;
        }

        /** Waits for a line of the output and returns the number in its group. */
        int number(Pattern printed) {
            var found = printed.matcher("");
            await().atMost(PATIENCE).until(() -> found.reset(out()).find());
            return Integer.parseInt(found.group(1));
        }

        /** Interrupts the command and waits for its end. */
        @Override
        public void close() {
            thread.interrupt();
            await().atMost(PATIENCE).until(() -> !thread.isAlive());
        }
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
