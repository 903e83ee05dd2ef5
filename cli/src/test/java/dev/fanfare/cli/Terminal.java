package dev.fanfare.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The program as run from a terminal, in this process. */
final class Terminal {
    private static final int TIMEOUT_SECONDS = 20;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Runs a command to its end and returns its exit code; fails when it does not end in time. */
    int run(String... args) {
        var command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return CompletableFuture.supplyAsync(() -> command.execute(args))
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
