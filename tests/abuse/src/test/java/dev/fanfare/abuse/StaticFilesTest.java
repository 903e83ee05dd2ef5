package dev.fanfare.abuse;

import dev.fanfare.testkit.client.RawHttp;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests for a large static file. */
@Tag("full")
class StaticFilesTest {
    private static final int FILE_BYTES = 20 << 20;
    private static final String FILE = "/files/large.bin";
    private static final int BUSY_CONNECTIONS = 8;
    private static final int SLOW_CONNECTIONS = 45;
    private static final int RECEIVE_BUFFER_BYTES = 16 << 10;

    @TempDir
    private Path files;

    @BeforeEach
    void createFile() {
        try (var file = new RandomAccessFile(files.resolve("large.bin").toFile(), "rw")) {
            file.setLength(FILE_BYTES);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void headRequests_doNotReadTheFile() {
        var request = RawHttp.request("HEAD " + FILE);
        AbuseBench.embedded("static-files-head", files).withstands(attacker -> {
            while (!attacker.isOver()) {
                for (int i = 0; i < BUSY_CONNECTIONS; i++) {
                    attacker.reopen(i).send(request);
                }
                for (int i = 0; i < BUSY_CONNECTIONS; i++) {
                    attacker.reopen(i).await("\r\n\r\n");
                }
            }
        });
    }

    @Test
    void slowReaders_holdNoMemory() {
        var request = RawHttp.request("GET " + FILE);
        AbuseBench.embedded("static-files-slow-readers", files).withstands(attacker -> {
            for (int i = 0; i < SLOW_CONNECTIONS && !attacker.isOver(); i++) {
                attacker.connect(RECEIVE_BUFFER_BYTES).send(request);
            }
            attacker.deadline().await();
        });
    }
}
