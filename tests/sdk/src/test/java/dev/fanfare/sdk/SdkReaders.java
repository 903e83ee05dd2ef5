package dev.fanfare.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Readers with the SDK, in a separate process. Confined to the thread of the test. */
final class SdkReaders implements Readers {
    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private SdkReaders(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts the given number of clients. */
    static SdkReaders start(int clients, TwoServers servers) {
        return new SdkReaders(NodeJs.start(
                "node",
                "numbers.js",
                "--url",
                servers.firstAddress().toString(),
                "--second",
                servers.secondAddress().toString(),
                Integer.toString(clients),
                TwoServers.CHANNEL));
    }

    @Override
    public void awaitSubscribed() {
        await("all are subscribed");
    }

    @Override
    public void awaitReturned() {
        await("all are recovered");
    }

    @Override
    public void awaitLast(long number) {
        await("all received the numbers to " + number);
    }

    private void await(String line) {
        try {
            for (var next = output.readLine(); !line.equals(next); next = output.readLine()) {
                assertThat(next).as(String.join("\n", lines)).isNotNull();
                lines.add(next);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
